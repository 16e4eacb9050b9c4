package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ticker.lab.load.Clients;
import ticker.lab.load.Technique;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Observer;
import ticker.lab.relay.Tap;

/** How old prices get in a relay that collects a response's bytes before it passes them on, as some proxies do. */
final class Buffering {
    private static final List<Technique> TECHNIQUES =
            List.of(Technique.POLLING, Technique.LONG_POLLING, Technique.NDJSON, Technique.EVENTS, Technique.WEBSOCKET);
    private static final List<Integer> BUFFERS = List.of(0, 4096, 16_384); // bytes
    private static final double RATE = 10; // prices a second
    private static final Duration INTERVAL = Duration.ofSeconds(1); // between polls
    private static final int SECONDS = 60;

    private Buffering() {}

    /** About how many seconds it takes: all buffers side by side. */
    static double seconds() {
        return TECHNIQUES.size() * (SECONDS + 3.0);
    }

    static Table measure(Progress progress) throws IOException, InterruptedException {
        var columns = new ArrayList<>(List.of("10 prices a second"));
        for (int buffer : BUFFERS) {
            var what = buffer == 0 ? "nothing collected" : String.format(ROOT, "%d bytes collected", buffer);
            columns.addAll(List.of(what + ": age p50 (ms)", "age max (ms)"));
        }
        var rows = new ArrayList<List<String>>();
        for (var technique : TECHNIQUES) {
            var contender = new Contender(technique, (int) INTERVAL.toSeconds());
            progress.say(contender.title());
            rows.add(row(contender));
        }
        return new Table(columns, rows);
    }

    private static List<String> row(Contender contender) throws IOException, InterruptedException {
        var row = new ArrayList<>(List.of(contender.title()));
        var relays = new ArrayList<Tap>();
        var all = new ArrayList<Clients>();
        try (var server = new ServerProcess(contender, RATE)) {
            for (int buffer : BUFFERS) {
                var relay = new Tap(0, server.port(), connection -> Observer.NONE);
                relays.add(relay);
                relay.faults(new Faults(0, 0, false, buffer, 0, 0));
                all.add(new Clients(contender.technique(), relay.port(), 1, INTERVAL));
            }
            Measurement.pause(SECONDS);
            for (var clients : all) {
                var age = clients.tally().delays().age();
                row.add(Numbers.plain(age.getValueAtPercentile(50) / 1000.0));
                row.add(Numbers.plain(age.getMaxValue() / 1000.0));
            }
        } finally {
            all.forEach(Clients::close);
            relays.forEach(Tap::close);
        }
        return row;
    }
}
