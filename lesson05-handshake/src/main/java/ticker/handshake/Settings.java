package ticker.handshake;

import java.util.Random;
import java.util.function.Function;

/**
 * Settings are system properties, such as {@code -Dport=9081 -Drate=50 -Dseed=7}. Nonsense is refused with an
 * IllegalArgumentException that says what would do.
 */
final class Settings {
    private Settings() {}

    /** The port to listen on; 0 takes any that is free. */
    static int port(int standard) {
        return (int) whole("port", standard, 0, 65_535);
    }

    /** How many prices move in a second. */
    static double rate() {
        return read("rate", 2.0, 0.1, 1000.0, Double::valueOf, "a number");
    }

    /** What the random walk starts from: another one at every start, unless it is set. */
    static long seed() {
        return whole("seed", new Random().nextInt(10_000), 0, Long.MAX_VALUE);
    }

    static long whole(String name, long standard, long least, long most) {
        return read(name, standard, least, most, Long::valueOf, "a whole number");
    }

    private static <N extends Comparable<N>> N read(
            String name, N standard, N least, N most, Function<String, N> parse, String kind) {
        var given = System.getProperty(name);
        if (given == null) {
            return standard;
        }
        var refusal = new IllegalArgumentException(
                "-D%s must be %s from %s to %s, not \"%s\".".formatted(name, kind, least, most, given));
        try {
            var value = parse.apply(given);
            if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
                return value;
            }
            throw refusal;
        } catch (NumberFormatException notANumber) {
            throw refusal;
        }
    }
}
