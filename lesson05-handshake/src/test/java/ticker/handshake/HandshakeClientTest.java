package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitResult;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class HandshakeClientTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var server = new HandshakeServer(0, market);
                var client = new HandshakeClient(server.uri())) {
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), read(client));
            market.move("BRIO", 55_00, 2000);
            assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(client));
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new HandshakeServer(0, market);
        try (var relay = new Relay(server.uri());
                var client = new HandshakeClient(relay.uri())) {
            read(client);
            server.close();
            assertEquals(
                    "The server has closed (1001): The server stops.",
                    failure(client).getMessage());
            failure(client); // no server is there
            market.move("BRIO", 55_00, 2000);

            try (var back = new HandshakeServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), read(client));
            }
        }
    }

    @Test
    void getsTheBoardOfARestartedServerAsAReset() throws Exception {
        long yesterday = 1_763_600_000_000L;
        var old = new Market(yesterday);
        old.move("ACME", 101_25, yesterday);
        var server = new HandshakeServer(0, old);
        try (var relay = new Relay(server.uri());
                var client = new HandshakeClient(relay.uri())) {
            read(client);
            server.close();
            failure(client);

            var restarted = new Market(yesterday + 86_400_000); // a market's sequence starts at the wall clock
            restarted.move("ACME", 102_00, yesterday + 86_400_001);
            try (var next = new HandshakeServer(0, restarted)) {
                relay.leadTo(next.uri());
                var quotes = awaitResult("the client's next quotes", client::read);
                assertTrue(quotes.reset(), "what the client has is another market's");
                assertEquals(restarted.after(0).quotes(), quotes.quotes());
            }
        }
    }

    private static List<Quote> read(HandshakeClient client) throws Exception {
        return awaitResult("the client's next quotes", client::read).quotes();
    }

    private static IOException failure(HandshakeClient client) {
        var failed = assertThrows(ExecutionException.class, () -> read(client));
        return assertInstanceOf(IOException.class, failed.getCause());
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        for (int failures = 1; failures < 100; failures++) {
            long max = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = HandshakeClient.pause(failures);

            assertTrue(max / 2 <= pause && pause <= max, "after %d failures it waits %d ms".formatted(failures, pause));
        }
    }

    @Test
    void clientsThatLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int client = 0; client < 100; client++) {
            pauses.add(HandshakeClient.pause(6));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }
}
