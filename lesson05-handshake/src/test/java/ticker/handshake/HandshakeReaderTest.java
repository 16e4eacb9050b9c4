package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitResult;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class HandshakeReaderTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var server = new HandshakeServer(0, market);
                var reader = new HandshakeReader(server.uri())) {
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), read(reader));
            market.move("BRIO", 55_00, 2000);
            assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(reader));
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var door = new Door();
                var reader = new HandshakeReader(URI.create("http://localhost:" + door.port()))) {
            try (var server = new HandshakeServer(0, market)) {
                door.leadTo(server.uri());
                read(reader);
            }
            assertEquals(
                    "The server has closed (1001): The server stops.",
                    failure(reader).getMessage());
            failure(reader); // nobody is there
            market.move("BRIO", 55_00, 2000);

            try (var back = new HandshakeServer(0, market)) {
                door.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(reader));
            }
        }
    }

    private static List<Quote> read(HandshakeReader reader) throws Exception {
        return awaitResult("the reader's next quotes", reader::read);
    }

    private static IOException failure(HandshakeReader reader) {
        var failed = assertThrows(ExecutionException.class, () -> read(reader));
        return assertInstanceOf(IOException.class, failed.getCause());
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
    void clientsWhoLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int reader = 0; reader < 100; reader++) {
            pauses.add(HandshakeReader.pause(6));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }
}
