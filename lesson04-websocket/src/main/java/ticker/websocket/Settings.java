package ticker.websocket;

import static java.util.Locale.ROOT;

import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Settings are system properties, such as {@code -Dport=9081 -Drate=50 -Dseed=7}. A wrong value is refused
 * with an IllegalArgumentException that says what is allowed.
 */
final class Settings {
    /** A program that reads settings. */
    interface Program<E extends Exception> {
        void run() throws E;
    }

    /** All settings of all lessons. Java and Maven have system properties of their own, so any other name is left alone. */
    private static final List<String> NAMES = List.of(
            "port",
            "rate",
            "seed",
            "steady",
            "interval",
            "holdTime",
            "maxSubscribers",
            "keepAlive",
            "stallTimeout",
            "sendTimeout",
            "heartbeat",
            "maxMessage",
            "maxRate",
            "deflate",
            "origins",
            "names",
            "timeout",
            "pushInterval",
            "market");

    private Settings() {}

    /** Runs a program, or says in one line what is wrong with its settings and exits with status 2. */
    static <E extends Exception> void orExit(Program<E> program) throws E {
        try {
            System.getProperties().stringPropertyNames().forEach(Settings::refuseMistyped);
            program.run();
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    /** Refuses a name without a dot that is one or two letters away from one of ours. */
    static void refuseMistyped(String name) {
        if (NAMES.contains(name) || name.contains(".")) {
            return;
        }
        for (var meant : NAMES) {
            if (edits(name, meant) <= 2) {
                throw new IllegalArgumentException(
                        String.format(ROOT, "There is no setting -D%s. Did you mean -D%s?", name, meant));
            }
        }
    }

    /** How many letters must be put in, taken out or replaced to make one word of the other. */
    private static int edits(String from, String to) {
        var edits = IntStream.rangeClosed(0, to.length()).toArray(); // to each beginning of the other word
        for (int i = 1; i <= from.length(); i++) {
            int before = edits[0];
            edits[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = before + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                before = edits[j];
                edits[j] = Math.min(replaced, 1 + Math.min(edits[j], edits[j - 1]));
            }
        }
        return edits[to.length()];
    }

    /** The port to listen on; 0 takes any that is free. */
    static int port(int byDefault) {
        return (int) whole("port", byDefault, 0, 65_535);
    }

    /** The server that a console client asks. It prints the address, because a lesson may run twice, on two ports. */
    static URI server(int portByDefault) {
        var server = URI.create("http://localhost:" + port(portByDefault));
        System.out.printf(ROOT, "Asking %s. If nothing responds there, start the server first.%n", server);
        return server;
    }

    /** How many prices move in a second, on average. */
    static double rate() {
        return read("rate", 2.0, 0.1, 1000.0, Double::valueOf, "a number");
    }

    /** Whether prices move at equal intervals instead of at random times. */
    static boolean steady() {
        return yes("steady");
    }

    /** What the random walk starts from: a new one at every start, unless it is set. */
    static long seed() {
        return whole("seed", new Random().nextInt(10_000), 0, Long.MAX_VALUE);
    }

    static long whole(String name, long byDefault, long min, long max) {
        return read(name, byDefault, min, max, Long::valueOf, "a whole number");
    }

    static boolean yes(String name) {
        var given = System.getProperty(name, "false");
        if (!given.matches("true|false")) {
            throw new IllegalArgumentException(
                    String.format(ROOT, "-D%s must be true or false, not \"%s\".", name, given));
        }
        return given.equals("true");
    }

    private static <N extends Comparable<N>> N read(
            String name, N byDefault, N min, N max, Function<String, N> parse, String kind) {
        var given = System.getProperty(name);
        if (given == null) {
            return byDefault;
        }
        var refusal = new IllegalArgumentException(
                String.format(ROOT, "-D%s must be %s from %s to %s, not \"%s\".", name, kind, min, max, given));
        try {
            var value = parse.apply(given);
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value;
            }
            throw refusal;
        } catch (NumberFormatException notANumber) {
            throw refusal;
        }
    }
}
