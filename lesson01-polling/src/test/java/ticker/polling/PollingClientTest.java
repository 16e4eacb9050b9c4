package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollingClientTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new PollingServer(0, market)) {
            var client = new PollingClient(server.uri());
            market.move("ACME", 101_25, 1000);

            assertEquals(
                    List.of(new Quote(1, "ACME", 101_25, 1000)), client.poll().quotes());
            assertEquals(List.of(), client.poll().quotes());
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new PollingServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var client = new PollingClient(relay.uri());
            client.poll();

            server.close();
            assertThrows(IOException.class, client::poll);
            market.move("BRIO", 55_00, 2000);

            try (var back = new PollingServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(
                        List.of(new Quote(2, "BRIO", 55_00, 2000)),
                        client.poll().quotes());
            }
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        for (int failures = 1; failures < 100; failures++) {
            long max = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = PollingClient.pause(1000, failures);

            assertTrue(max / 2 <= pause && pause <= max, "after %d failures it waits %d ms".formatted(failures, pause));
        }
        assertEquals(1000, PollingClient.pause(1000, 0));
    }

    @Test
    void clientsThatLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int client = 0; client < 100; client++) {
            pauses.add(PollingClient.pause(1000, 6));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }
}
