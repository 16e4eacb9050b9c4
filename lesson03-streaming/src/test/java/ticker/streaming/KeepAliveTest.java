package ticker.streaming;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server with a clock that the test sets. */
class KeepAliveTest {
    private static final String LARGE = "X".repeat(60_000);

    private final AtomicLong now = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, Limits.STANDARD, now::get);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/events, ': still here\n\n', 'retry: 1000\n\n'", "/stream, '\n', ''"})
    void aReaderWithoutNewsGetsASignOfLifeAfterFifteenSeconds(String path, String sign, String opening)
            throws Exception {
        try (var stream = new Chunks(server.uri(), path)) {
            checkAfter(14_999);
            checkAfter(1);
            server.close();

            assertEquals(opening + sign, stream.body("never"), "one sign, and not a millisecond too soon");
        }
    }

    @Test
    void thereIsASignOfLifeEveryFifteenSeconds() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            for (int second = 1; second <= 60; second++) {
                checkAfter(1000);
            }
            server.close();

            assertEquals("\n".repeat(4), stream.body("never"));
        }
    }

    @Test
    void newsIsASignOfLifeToo() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            checkAfter(10_000);
            market.move("ACME", 101_25, 1000);
            checkAfter(14_999);
            server.close();

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}
                    """, stream.body("never"));
        }
    }

    @Test
    void aReaderWhoTakesNothingForAMinuteIsDropped() throws Exception {
        try (var stalled = new Chunks(server.uri(), "/events")) {
            for (int i = 0; i < 200; i++) { // more than the buffers between can hold
                market.move(LARGE, i, 1000);
                checkAfter(0);
            }

            checkAfter(59_999);
            assertEquals(1, server.streams().count(), "it may still come back");
            checkAfter(1);
            await("the stalled reader to be dropped")
                    .until(() -> server.streams().count() == 0);
            assertEquals("HTTP/1.1 200 OK", stalled.status());
        }
    }

    @Test
    void aReaderWhoHasNoNewsForAnHourIsNotDropped() throws Exception {
        try (var stream = new Chunks(server.uri(), "/stream")) {
            for (int minute = 1; minute <= 60; minute++) {
                checkAfter(60_000);
            }
            market.move("ACME", 101_25, 1000);

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}
                    """, stream.body("}\n").strip() + "\n");
        }
    }

    private void checkAfter(long millis) {
        now.addAndGet(millis);
        server.streams().check();
    }
}
