package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ticker.lab.load.Clients;
import ticker.lab.load.SlowClient;
import ticker.lab.load.Technique;

/**
 * How old the prices are that a slow client takes, and whether the other clients notice. The socket buffers have
 * their default sizes.
 */
final class SlowClients {
    private static final List<Technique> TECHNIQUES = List.of(
            Technique.LONG_POLLING,
            Technique.NDJSON,
            Technique.EVENTS,
            Technique.WEBSOCKET,
            Technique.WINDOWED,
            Technique.HANDSHAKE);
    private static final double RATE = 1000; // prices a second
    private static final int MESSAGES = 10; // that the slow client takes in a second
    private static final int OTHERS = 10; // clients that take whatever comes
    private static final List<Integer> SECONDS = List.of(10, 20, 40); // after which the age is told
    private static final int LAST = SECONDS.get(SECONDS.size() - 1);
    private static final int AROUND = 5; // seconds for the other clients alone

    private SlowClients() {}

    /** About how many seconds it takes. */
    static double seconds() {
        return TECHNIQUES.size() * (LAST + 2.0 * AROUND);
    }

    static Table measure(Progress progress) throws IOException, InterruptedException {
        var columns = new ArrayList<>(List.of("1000 prices a second: 10 messages a second are taken"));
        SECONDS.forEach(seconds -> columns.add(String.format(ROOT, "age after %d s (s)", seconds)));
        columns.addAll(List.of("age p99 of the others before (ms)", "age p99 of the others meanwhile (ms)"));
        var rows = new ArrayList<List<String>>();
        for (var technique : TECHNIQUES) {
            var contender = new Contender(technique, 0);
            progress.say(contender.title());
            rows.add(row(contender));
        }
        return new Table(columns, rows);
    }

    private static List<String> row(Contender contender) throws IOException, InterruptedException {
        var row = new ArrayList<>(List.of(contender.title()));
        try (var server = new ServerProcess(contender, RATE);
                var others = new Clients(contender.technique(), server.port(), OTHERS, Duration.ZERO)) {
            Measurement.pause(AROUND);
            others.tally();
            Measurement.pause(AROUND);
            var before = age(others);
            try (var slow = new SlowClient(contender.technique(), server.port())) {
                row.addAll(ages(slow));
                row.add(before);
                row.add(age(others));
            }
        }
        return row;
    }

    /** How old the prices are that it takes, after so many seconds each. */
    private static List<String> ages(SlowClient slow) throws IOException, InterruptedException {
        var ages = new ArrayList<String>();
        long begun = System.nanoTime();
        for (int count = 1; count <= LAST * MESSAGES; count++) {
            double due = (double) count / MESSAGES;
            Measurement.pause(Math.max(0, due - (System.nanoTime() - begun) / 1e9));
            try {
                double age = (System.currentTimeMillis() - slow.take()) / 1000.0;
                if (SECONDS.contains((int) due) && due == (int) due) {
                    ages.add(Numbers.plain(age));
                }
            } catch (IOException dropped) {
                while (ages.size() < SECONDS.size()) {
                    ages.add(String.format(ROOT, "dropped after %.0f s", due));
                }
                return ages;
            }
        }
        return ages;
    }

    private static String age(Clients clients) {
        return Numbers.plain(clients.tally().delays().age().getValueAtPercentile(99) / 1000.0);
    }
}
