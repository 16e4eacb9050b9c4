package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.awaitResult;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(0, market);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPollOnTheWire() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var wire = new Wire(server.uri())) {
            wire.send("""
                    GET /quotes?after=0 HTTP/1.1\r
                    Host: localhost\r
                    \r
                    """);

            assertEquals("""
                    HTTP/1.1 200 OK\r
                    Cache-Control: no-store\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/json\r
                    Content-Length: 82\r
                    Date: …\r
                    \r
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", undated(wire.receive("]}")));
        }
    }

    @Test
    void aWastedPollOnTheWire() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var wire = new Wire(server.uri())) {
            wire.send("""
                    GET /quotes?after=1 HTTP/1.1\r
                    Host: localhost\r
                    \r
                    """);

            assertEquals("""
                    HTTP/1.1 204 No Content\r
                    Cache-Control: no-store\r
                    Date: …\r
                    \r
                    """, undated(wire.receive("\r\n\r\n")));
        }
    }

    @Test
    void aBoardThatIsStillTheSameOnTheWire() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var wire = new Wire(server.uri())) {
            wire.send("""
                    GET /quotes HTTP/1.1\r
                    Host: localhost\r
                    If-None-Match: "1"\r
                    \r
                    """);

            assertEquals("""
                    HTTP/1.1 304 Not Modified\r
                    ETag: "1"\r
                    Cache-Control: no-cache\r
                    Date: …\r
                    \r
                    """, undated(wire.receive("\r\n\r\n")));
        }
    }

    @Test
    void aListOfBoardsMayBeSpreadOverSeveralLines() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var wire = new Wire(server.uri())) {
            wire.send("""
                    GET /quotes HTTP/1.1\r
                    Host: localhost\r
                    If-None-Match: "7"\r
                    If-None-Match: "1"\r
                    \r
                    """);

            var response = wire.receive("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 304 "), response);
        }
    }

    @Test
    void twoPollsInOnePacketGetTwoResponses() throws Exception {
        market.move("ACME", 101_25, 1000);
        var poll = "GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var wire = new Wire(server.uri())) {
            wire.send(poll + poll);

            var first = wire.receive("]}");
            var second = wire.receive("]}");

            assertEquals(undated(first), undated(second));
        }
    }

    @Test
    void aPollThatArrivesByteByByteGetsItsResponse() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var wire = new Wire(server.uri())) {
            for (var letter : "GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n".split("")) {
                wire.send(letter);
            }

            var response = wire.receive("]}");
            assertTrue(response.startsWith("HTTP/1.1 200 OK"), response);
        }
    }

    @Test
    void aRequestThatStopsHalfWayIsEndedAfterFourSeconds() throws Exception {
        market.move("ACME", 101_25, 1000);
        long start = System.nanoTime();
        try (var head = new Wire(server.uri());
                var order = new Wire(server.uri());
                var poll = new Wire(server.uri())) {
            head.send("GET /quotes HTTP/1.1\r\nHost: loc");
            order.send(
                    "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{");
            poll.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nhalf of");

            for (var half : List.of(head, order, poll)) {
                assertDoesNotThrow(
                        half::receiveAll, "the server should close the connection of a request that stops half way");
                long waited = (System.nanoTime() - start) / 1_000_000;
                assertTrue(
                        3900 <= waited && waited < 8000,
                        String.format(ROOT, "a request has four seconds to arrive, and was ended after %d ms", waited));
            }
        }
    }

    @Test
    void theConnectionOfAClientThatNeverReadsIsClosed() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var wire = new Wire(server.uri())) {
            assertTrue(
                    awaitResult(
                            "the server to close the connection of a client that never reads", () -> isClosed(wire)),
                    "the server took 10 million polls of a client that never reads");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n\r\n", "GET\r\n\r\n", "\0\1\2\3\r\n\r\n", "GET /quotes HTTP/9.9\r\n\r\n", "GET  /\r\n\r\n"})
    void garbageIsRefusedAndTheNextClientIsServed(String garbage) throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var broken = new Wire(server.uri());
                var healthy = new Wire(server.uri())) {
            broken.send(garbage);
            healthy.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var served = healthy.receive("]}");
            assertTrue(served.startsWith("HTTP/1.1 200 OK"), served);
            var refusal = broken.receiveAll();
            assertTrue(refusal.isEmpty() || refusal.startsWith("HTTP/1.1 4"), refusal);
        }
    }

    @Test
    void manyHalfSentRequestsDoNotDelayOtherClients() throws Exception {
        market.move("ACME", 101_25, 1000);
        var stalled = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 200; i++) {
                var wire = new Wire(server.uri());
                stalled.add(wire);
                wire.send(
                        "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{");
            }

            var news = awaitResult("the response to another client", new PollingClient(server.uri())::poll);
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), news.quotes(), "what another client gets");
        } finally {
            for (var wire : stalled) {
                wire.close();
            }
        }
    }

    private static boolean isClosed(Wire wire) {
        var polls = "GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(10_000);
        try {
            for (int sent = 0; sent < 1000; sent++) {
                wire.send(polls);
            }
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private static String undated(String response) {
        return response.replaceFirst("Date: [^\r]+", "Date: …");
    }
}
