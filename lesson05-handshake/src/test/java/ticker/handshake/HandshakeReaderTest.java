package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeReaderTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var server = new HandshakeServer(0, market);
                var reader = new HandshakeReader(server.uri())) {
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), reader.read());
            market.move("BRIO", 55_00, 2000);
            assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), reader.read());
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new HandshakeServer(0, market);
        var uri = server.uri();
        try (var reader = new HandshakeReader(uri)) {
            reader.read();

            server.close();
            var lost = assertThrows(IOException.class, reader::read);
            assertEquals("The server has closed (1001): The server stops.", lost.getMessage());
            assertThrows(IOException.class, reader::read);
            market.move("BRIO", 55_00, 2000);

            try (var back = new HandshakeServer(uri.getPort(), market)) {
                assertEquals(
                        List.of(new Quote(2, "BRIO", 55_00, 2000)), reader.read(), () -> "resumes at " + back.uri());
            }
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        for (int failures = 1; failures < 100; failures++) {
            long most = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = HandshakeReader.pause(failures);

            assertTrue(
                    most / 2 <= pause && pause <= most, "after %d failures it waits %d ms".formatted(failures, pause));
        }
    }

    @Test
    void readersWhoLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int reader = 0; reader < 100; reader++) {
            pauses.add(HandshakeReader.pause(6));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }
}
