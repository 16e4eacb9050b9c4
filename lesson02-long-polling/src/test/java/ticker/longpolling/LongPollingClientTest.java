package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class LongPollingClientTest {
    private final Market market = new Market(0);

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(10, HOUR))) {
            var client = new LongPollingClient(server.uri());
            market.move("ACME", 101_25, 1000);
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), ask(client));

            var background = Executors.newSingleThreadExecutor();
            var next = background.submit(client::ask);
            background.shutdown();
            awaitHeld(1, server::held);
            market.move("BRIO", 55_00, 2000);

            assertEquals(
                    List.of(new Quote(2, "BRIO", 55_00, 2000)),
                    await("the second price", next).quotes());
        }
    }

    @Test
    void getsNothingWhenTheHoldTimeIsOverAndAsksAgainAtOnce() throws Exception {
        try (var server = new LongPollingServer(0, market, new Options(1, 100))) {
            var client = new LongPollingClient(server.uri());

            assertEquals(List.of(), ask(client));
            assertEquals(List.of(), ask(client));
            assertEquals(0, client.pause(0));
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new LongPollingServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());
            ask(client);

            relay.leadNowhere();
            server.close();
            failure(client);
            market.move("BRIO", 55_00, 2000);

            try (var back = new LongPollingServer(0, market)) {
                relay.leadTo(back.uri());
                assertEquals(List.of(new Quote(2, "BRIO", 55_00, 2000)), ask(client));
            }
        }
    }

    @Test
    void getsTheBoardOfARestartedServerWhoseSequenceIsNewer() throws Exception {
        long yesterday = 1_763_600_000_000L;
        var old = new Market(yesterday);
        old.move("ACME", 101_25, yesterday);
        var server = new LongPollingServer(0, old);
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());
            ask(client);
            relay.leadNowhere();
            server.close();

            var restarted = new Market(yesterday + 86_400_000); // a market's sequence starts at the wall clock
            restarted.move("ACME", 102_00, yesterday + 86_400_001);
            restarted.move("BRIO", 55_00, yesterday + 86_400_002);
            try (var next = new LongPollingServer(0, restarted)) {
                relay.leadTo(next.uri());
                assertEquals(restarted.after(0).quotes(), ask(client));
            }
        }
    }

    @Test
    void comesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var full = new LongPollingServer(0, market, new Options(1, HOUR));
                var first = new Wire(full.uri())) {
            first.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
            awaitHeld(1, full::held);
            var client = new LongPollingClient(full.uri());

            var refusal = failure(client);

            assertEquals("All places are taken: 1. Ask again in 5 s.", refusal.getMessage());
            for (int i = 0; i < 100; i++) {
                long pause = client.pause(1);
                assertTrue(
                        pause >= 5000, "Retry-After was 5 s, the client wants to come back in %d ms".formatted(pause));
            }
        }
    }

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        for (int failures = 1; failures < 100; failures++) {
            long max = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = LongPollingClient.pause(failures, 0);

            assertTrue(max / 2 <= pause && pause <= max, "after %d failures it waits %d ms".formatted(failures, pause));
        }
        assertEquals(0, LongPollingClient.pause(0, 0));
    }

    @Test
    void clientsThatLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int client = 0; client < 100; client++) {
            pauses.add(LongPollingClient.pause(6, 1000));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }

    private static List<Quote> ask(LongPollingClient client) throws Exception {
        return awaitResult("what the client gets", client::ask).quotes();
    }

    private static IOException failure(LongPollingClient client) throws Exception {
        return awaitResult("the client's failure", () -> assertThrows(IOException.class, client::ask));
    }
}
