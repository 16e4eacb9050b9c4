package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollingReaderTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new PollingServer(0, market)) {
            var reader = new PollingReader(server.uri());
            market.move("ACME", 101_25, 1000);

            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), reader.poll());
            assertEquals(List.of(), reader.poll());
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new PollingServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var reader = new PollingReader(relay.uri());
            reader.poll();

            server.close();
            assertThrows(IOException.class, reader::poll);
            market.move("BRIO", 55_00, 2000);

            try (var back = new PollingServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), reader.poll());
            }
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        for (int failures = 1; failures < 100; failures++) {
            long most = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = PollingReader.pause(1000, failures);

            assertTrue(
                    most / 2 <= pause && pause <= most, "after %d failures it waits %d ms".formatted(failures, pause));
        }
        assertEquals(1000, PollingReader.pause(1000, 0));
    }

    @Test
    void readersWhoLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int reader = 0; reader < 100; reader++) {
            pauses.add(PollingReader.pause(1000, 6));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }
}
