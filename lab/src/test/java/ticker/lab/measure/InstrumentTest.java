package ticker.lab.measure;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases whose outcome is known beforehand: what measures must find it. */
class InstrumentTest {
    private static final Contender EVERY_SECOND = new Contender(Technique.POLLING, 1);

    @Test
    void aThousandPollersFindPricesHalfASecondOldAndAtWorstASecond() throws Exception {
        var reading = measure(EVERY_SECOND, new Stage(1, 1000, false, 3, 1, false));

        assertEquals(500, value(reading, Metric.AGE_MEAN), 100, "the mean age in ms, with polls each second");
        assertEquals(1000, value(reading, Metric.AGE_MAX), 250, "the worst age in ms, with polls each second");
        assertEquals(1000, value(reading, Metric.REQUESTS), 50, "requests a second, with 1000 readers each second");
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBSOCKET", "HANDSHAKE"})
    void aShortFrameCostsTwoBytesOfOverhead(Technique technique) throws Exception {
        var reading = measure(new Contender(technique, 0), new Stage(20, 10, false, 0.9, 1, false));

        assertTrue(
                value(reading, Metric.DOWN_PER_UPDATE) < 126 + 2, "a frame with one price is shorter than 126 bytes");
        assertEquals(2, value(reading, Metric.OVERHEAD_PER_MESSAGE), "bytes of a frame that are not its payload");
    }

    private static Reading measure(Contender contender, Stage stage) throws Exception {
        try (var server = new ServerProcess(contender, stage.rate())) {
            return new Bench(stage, Map.of(contender, server)).run().get(0);
        }
    }

    private static double value(Reading reading, Metric metric) {
        return reading.median(metric).orElseThrow(() -> new AssertionError(metric + " was not measured: " + reading));
    }

    @Test
    void countsEachByteThatARawSocketSees() throws Exception {
        var polls = 5;
        try (var server = new RawServer((raw, in, out) -> {
                    for (int i = 0; i < polls; i++) {
                        raw.readRequest(in);
                        raw.write(out, answer(i));
                    }
                    raw.readRequest(in);
                });
                var readers = new Readers(Technique.LONG_POLLING, server.port(), 1, Duration.ZERO)) {
            var up = new AtomicLong();
            var down = new AtomicLong();
            await("all polls to be answered").atMost(10, SECONDS).until(() -> {
                var tally = readers.tally();
                up.addAndGet(tally.up());
                return down.addAndGet(tally.down()) == server.written() && up.get() == server.read() && up.get() > 0;
            });

            assertEquals(server.read(), up.get(), "bytes up");
            assertEquals(server.written(), down.get(), "bytes down");
        }
    }

    private static String answer(long seq) {
        var json = "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1763637722123}]}"
                .formatted(100 + seq, 100 + seq);
        return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(json.length(), json);
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
                var readers = new Readers(Technique.NDJSON, server.port(), 4, Duration.ZERO)) {
            await("the generator to say that it is busy, or late")
                    .atMost(20, SECONDS)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> readers.tally().limit().isPresent());
        }
    }
}
