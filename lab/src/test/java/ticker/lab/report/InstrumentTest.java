package ticker.lab.report;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.Await.awaitResult;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.lab.load.Clients;
import ticker.lab.load.RawServer;
import ticker.lab.load.Tally;
import ticker.lab.load.Technique;

/** Cases whose outcome is known beforehand: what measures must find it. */
class InstrumentTest {
    private static final Contender EVERY_SECOND = new Contender(Technique.POLLING, 1);

    /**
     * A busy machine makes prices older and requests late. Then this waits for a better second: in none does a wrong
     * instrument find what is right.
     */
    @Test
    void aThousandPollersFindPricesHalfASecondOldAndAtWorstASecond() throws Exception {
        var expected = new Found(500, 1000, 1000);
        try (var server = start(EVERY_SECOND, 1);
                var clients = new Clients(Technique.POLLING, server.port(), 1000, EVERY_SECOND.pause())) {
            var windows = windows(clients, Duration.ofSeconds(1));
            await("a second that brings 1000 pollers " + expected, () -> Found.in(windows.call()), expected::isNear);
        }
    }

    /** Ages in milliseconds, and requests a second. */
    private record Found(double meanAge, double worstAge, double requests) {
        static Found in(Tally tally) {
            var values = Sample.of(tally, 0).values();
            return new Found(
                    values.getOrDefault(Metric.AGE_MEAN, 0.0),
                    values.getOrDefault(Metric.AGE_MAX, 0.0),
                    values.get(Metric.REQUESTS));
        }

        @Override
        public String toString() {
            return String.format(
                    ROOT, "prices %.0f ms old, at worst %.0f ms, and %.0f requests", meanAge, worstAge, requests);
        }

        boolean isNear(Found other) {
            return Math.abs(meanAge - other.meanAge) <= 150
                    && Math.abs(worstAge - other.worstAge) <= 400
                    && Math.abs(requests - other.requests) <= 50;
        }
    }

    /** What the clients have found in the last window of this length that is over. */
    private static Callable<Tally> windows(Clients clients, Duration length) {
        var begun = new AtomicLong(System.nanoTime());
        var last = new AtomicReference<>(clients.tally());
        return () -> {
            if (System.nanoTime() - begun.get() >= length.toNanos()) {
                begun.set(System.nanoTime());
                last.set(clients.tally());
            }
            return last.get();
        };
    }

    /** Where a server was too busy to send each price in a frame of its own, most windows still show short frames. */
    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "HANDSHAKE"})
    void aShortFrameCostsTwoBytesOfOverhead(Technique technique) throws Exception {
        var reading = measure(new Contender(technique, 0), new Stage(5, 10, false, 0.9, 5, false));

        assertTrue(
                value(reading, Metric.DOWN_PER_UPDATE) < 126 + 2, "a frame with one price is shorter than 126 bytes");
        assertEquals(2, value(reading, Metric.OVERHEAD_PER_MESSAGE), "bytes of a frame that are not its payload");
    }

    private static Reading measure(Contender contender, Stage stage) throws Exception {
        try (var server = start(contender, stage.rate())) {
            return new Measurement(stage, Map.of(contender, server)).run().get(0);
        }
    }

    private static ServerProcess start(Contender contender, double rate) throws Exception {
        return awaitResult("the start of " + contender.server(), () -> new ServerProcess(contender, rate));
    }

    private static double value(Reading reading, Metric metric) {
        return reading.median(metric).orElseThrow(() -> new AssertionError(metric + " was not measured: " + reading));
    }

    /** This client asks again when it has a price: so the price arrives before the server reads the next request. */
    @Test
    void aPriceIsAsOldAsTheTimeFromItsMoveToItsArrival() throws Exception {
        var earliest = new Histogram(3); // as old as each price was when the server sent it
        var latest = new Histogram(3); // and when the server read the next request
        var played = new CompletableFuture<Void>();
        try (var server = new RawServer((raw, in, out) -> {
                    raw.readRequest(in);
                    raw.write(out, response(0, 0)); // the first price has no age
                    raw.readRequest(in);
                    for (int i = 1; i <= 10; i++) {
                        long moved = System.currentTimeMillis() - 1000 * i;
                        earliest.recordValue(System.currentTimeMillis() - moved);
                        raw.write(out, response(i, moved));
                        raw.readRequest(in);
                        latest.recordValue(System.currentTimeMillis() - moved + 1);
                    }
                    played.complete(null);
                });
                var clients = new Clients(Technique.LONG_POLLING, server.port(), 1, Duration.ZERO)) {
            await("the server to read the request after the last price", played);
            var age = clients.tally().delays().age();

            assertEquals(10, age.getTotalCount(), "ages, one for each price but the first");
            assertBetween(earliest.getMean(), latest.getMean(), age.getMean() / 1000, "the mean age in ms");
            assertBetween(earliest.getMaxValue(), latest.getMaxValue(), age.getMaxValue() / 1000.0, "the worst age");
        }
    }

    /** Histograms are exact to a part in a thousand. */
    private static void assertBetween(double least, double most, double found, String what) {
        assertTrue(
                0.998 * least <= found && found <= 1.002 * most,
                String.format(ROOT, "%s should be from %.0f to %.0f, but was %.0f", what, least, most, found));
    }

    @Test
    void countsEachByteThatARawSocketSees() throws Exception {
        var polls = 5;
        try (var server = new RawServer((raw, in, out) -> {
                    for (int i = 0; i < polls; i++) {
                        raw.readRequest(in);
                        raw.write(out, response(i, 1763637722123L));
                    }
                    raw.readRequest(in);
                });
                var clients = new Clients(Technique.LONG_POLLING, server.port(), 1, Duration.ZERO)) {
            // Now the client waits for a response that won't come: no more bytes are on their way.
            awaitEqual("requests that the server has read", polls + 1L, server::requests);
            var tally = clients.tally();

            assertEquals(server.read(), tally.traffic().up(), "bytes up");
            assertEquals(server.written(), tally.traffic().down(), "bytes down");
            assertEquals(
                    (server.read() + server.written() + 446.0 * (polls + 1))
                            / tally.traffic().updates(),
                    Sample.of(tally, 0).values().get(Metric.BROWSER_BYTES_PER_UPDATE),
                    "bytes per update, with a browser's headers");
        }
    }

    private static String response(long seq, long moved) {
        var json = String.format(
                ROOT,
                "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":%d}]}",
                100 + seq,
                100 + seq,
                moved);
        return String.format(ROOT, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", json.length(), json);
    }

    @Test
    void saysWhenItIsItselfTheLimit() throws Exception {
        var line = "{\"seq\":7,\"quotes\":[{\"seq\":7,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1763637722123}]}\n";
        var flood = line.repeat(5000);
        try (var server = new RawServer((raw, in, out) -> {
                    raw.readRequest(in);
                    raw.write(out, "HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        raw.write(out, flood);
                    }
                });
                var clients = new Clients(Technique.NDJSON, server.port(), 4, Duration.ZERO)) {
            var windows = windows(clients, Duration.ofMillis(500));
            await(
                    "the generator to say that it is busy, or late",
                    () -> windows.call().generator().limit().orElse("nothing"),
                    said -> !said.equals("nothing"));
        }
    }
}
