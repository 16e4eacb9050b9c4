package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market, new Options(10, HOUR));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theTimeLineHoldRespondAskAgain() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("""
                    GET /quotes?after=0 HTTP/1.1\r
                    Host: localhost\r
                    \r
                    """);
            awaitHeld(1, server::held);
            market.move("ACME", 101_25, 1_763_637_722_123L);

            assertEquals("""
                    HTTP/1.1 200 OK\r
                    Cache-Control: no-store\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/json\r
                    Content-Length: 82\r
                    Date: …\r
                    \r
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", undated(wire.receive("]}")));

            wire.send("""
                    GET /quotes?after=1 HTTP/1.1\r
                    Host: localhost\r
                    \r
                    """);
            awaitHeld(1, server::held);
            market.move("BRIO", 55_00, 1_763_637_722_999L);

            assertEquals("""
                    HTTP/1.1 200 OK\r
                    Cache-Control: no-store\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/json\r
                    Content-Length: 81\r
                    Date: …\r
                    \r
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":1763637722999}]}""", undated(wire.receive("]}")));
        }
    }

    @Test
    void aHoldWithoutNewsOnTheWire() throws Exception {
        try (var shortHold = new LongPollingServer(0, market, new Options(10, 100));
                var wire = new Wire(shortHold.uri())) {
            wire.send(ask(0));

            assertEquals("""
                    HTTP/1.1 204 No Content\r
                    Cache-Control: no-store\r
                    Date: …\r
                    \r
                    """, undated(wire.receive("\r\n\r\n")));
        }
    }

    @Test
    void oneTooManyOnTheWire() throws Exception {
        try (var small = new LongPollingServer(0, market, new Options(1, HOUR));
                var first = new Wire(small.uri());
                var second = new Wire(small.uri())) {
            first.send(ask(0));
            awaitHeld(1, small::held);

            second.send(ask(0));

            assertEquals("""
                    HTTP/1.1 503 Service Unavailable\r
                    Cache-Control: no-store\r
                    Retry-After: 5\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/problem+json\r
                    Content-Length: 77\r
                    Date: …\r
                    \r
                    {"title":"Service Unavailable","status":503,"detail":"All places are taken."}""", undated(second.receive("}")));
        }
    }

    @Test
    void aServerThatStopsSaysSoToTheClientsItHolds() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(ask(0));
            awaitHeld(1, server::held);

            server.close();

            assertEquals("""
                    HTTP/1.1 503 Service Unavailable\r
                    Connection: close\r
                    Cache-Control: no-store\r
                    Retry-After: 1\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/problem+json\r
                    Content-Length: 79\r
                    Date: …\r
                    \r
                    {"title":"Service Unavailable","status":503,"detail":"The server is stopping."}""", undated(wire.receiveAll()));
        }
    }

    @Test
    void aSecondRequestInTheSamePacketIsServedAfterTheFirst() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(ask(0) + ask(1));
            awaitHeld(1, server::held);

            market.move("ACME", 101_25, 1000);
            var first = wire.receive("]}");
            assertTrue(first.endsWith("{\"seq\":1,\"quotes\":[" + acme(1, 1000) + "]}"), first);
            awaitHeld(1, server::held);
            market.move("ACME", 101_25, 2000);
            var second = wire.receive("]}");
            assertTrue(second.endsWith("{\"seq\":2,\"quotes\":[" + acme(2, 2000) + "]}"), second);
        }
    }

    @Test
    void requestsThatComeWhileOneIsHeldAreServedAfterIt() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(ask(0) + "GET /quotes?af");
            awaitHeld(1, server::held);
            for (var letter : ("ter=0 HTTP/1.1\r\nHost: localhost\r\n\r\n" + ask(0)).split("")) {
                wire.send(letter); // arrives in many small reads
            }
            wire.send("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");

            market.move("ACME", 101_25, 1000);

            for (int i = 0; i < 3; i++) {
                var served = wire.receive("]}");
                assertTrue(served.startsWith("HTTP/1.1 200 OK"), served);
            }
            var response = wire.receive("}");
            assertTrue(response.startsWith("HTTP/1.1 404 Not Found"), response);
        }
    }

    @Test
    void aRequestThatComesInHalvesAroundTheResponseIsServed() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(ask(0) + "GET /quotes?after=0 HT");
            awaitHeld(1, server::held);
            market.move("ACME", 101_25, 1000);
            wire.receive("]}");

            wire.send("TP/1.1\r\nHost: localhost\r\n\r\n");

            var response = wire.receive("]}");
            assertTrue(response.startsWith("HTTP/1.1 200 OK"), response);
        }
    }

    @Test
    void aFloodOfRequestsBehindAHeldOneIsServedInOrder() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(ask(0));
            awaitHeld(1, server::held);
            wire.send(ask(0).repeat(2000)); // 90 kB, more than the server reads while it holds

            market.move("ACME", 101_25, 1000);

            for (int i = 0; i < 2001; i++) {
                var response = wire.receive("]}");
                assertTrue(response.startsWith("HTTP/1.1 200 OK"), String.format(ROOT, "response %d: %s", i, response));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /quotes?after=0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET /quotes?after=0 HTTP/1.0\r\n\r\n", // as nginx asks, unless it is told otherwise
            })
    void aConnectionForOneRequestIsHeldAsWell(String request) throws Exception {
        var leaver = new Wire(server.uri());
        try (var wire = new Wire(server.uri())) {
            wire.send(request);
            leaver.send(request);
            awaitHeld(2, server::held);
            leaver.close();
            awaitHeld(1, server::held);

            market.move("ACME", 101_25, 1000);

            var response = wire.receiveAll();
            assertTrue(response.endsWith(acme(1, 1000) + "]}"), response);
        }
    }

    @Test
    void aRequestThatStopsHalfWayIsEndedAfterFourSecondsButNotOneThatIsHeld() throws Exception {
        market.move("ACME", 101_25, 1000);
        long start = System.nanoTime();
        try (var held = new Wire(server.uri());
                var head = new Wire(server.uri());
                var body = new Wire(server.uri());
                var unread = new Wire(server.uri())) {
            held.send(ask(1));
            awaitHeld(1, server::held);
            head.send("GET /quotes HTTP/1.1\r\nHost: loc");
            body.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nhalf of");

            var end = CompletableFuture.supplyAsync(() -> assertThrows(IOException.class, () -> askForEver(unread)));
            for (var half : List.of(head, body)) {
                half.receiveAll(); // ends when the server closes the connection
                long waited = (System.nanoTime() - start) / 1_000_000;
                assertTrue(
                        3900 <= waited && waited < 8000,
                        String.format(ROOT, "a request has four seconds to arrive, and was ended after %d ms", waited));
            }
            await("the end of a connection whose client never reads", end);
            market.move("ACME", 101_25, 2000);
            var news = held.receive("]}");
            assertTrue(news.startsWith("HTTP/1.1 200 OK"), news);
        }
    }

    private static void askForEver(Wire wire) throws IOException {
        for (int i = 0; i < 1000; i++) {
            wire.send(ask(0).repeat(10_000));
        }
    }

    @Test
    void aRequestWithABodyIsRefused() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");

            var response = wire.receive("}");
            assertTrue(response.endsWith("\"detail\":\"A request for quotes has no body.\"}"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n\r\n", "GET\r\n\r\n", "\0\1\2\3\r\n\r\n", "GET /quotes HTTP/9.9\r\n\r\n", "GET  /\r\n\r\n"})
    void garbageIsRefusedAndTheHeldRequestIsServed(String garbage) throws Exception {
        try (var broken = new Wire(server.uri());
                var healthy = new Wire(server.uri())) {
            healthy.send(ask(0));
            awaitHeld(1, server::held);
            broken.send(garbage);

            var refusal = broken.receiveAll();
            assertTrue(refusal.isEmpty() || refusal.startsWith("HTTP/1.1 4"), refusal);
            market.move("ACME", 101_25, 1000);
            var served = healthy.receive("]}");
            assertTrue(served.startsWith("HTTP/1.1 200 OK"), served);
        }
    }

    @Test
    void garbageBehindAHeldRequestCostsOnlyItsOwnConnection() throws Exception {
        try (var broken = new Wire(server.uri());
                var healthy = new Wire(server.uri())) {
            broken.send(ask(0) + "\0\1\2\3\r\n\r\n");
            healthy.send(ask(0));
            awaitHeld(2, server::held);

            market.move("ACME", 101_25, 1000);

            var last = broken.receiveAll();
            assertTrue(last.contains(acme(1, 1000)), last);
            var served = healthy.receive("]}");
            assertTrue(served.contains(acme(1, 1000)), served);
        }
    }

    @Test
    void manyHalfSentRequestsDoNotDelayOtherClients() throws Exception {
        var stalled = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 200; i++) {
                var wire = new Wire(server.uri());
                stalled.add(wire);
                wire.send("GET /quotes HTTP/1.1\r\nHost: loc");
            }
            market.move("ACME", 101_25, 1000);

            var client = new LongPollingClient(server.uri());
            var news = awaitResult("the response to another client", client::ask);
            assertEquals(List.of(new Quote(1, "ACME", 101_25, 1000)), news.quotes(), "what another client gets");
        } finally {
            for (var wire : stalled) {
                wire.close();
            }
        }
    }

    private static String ask(long after) {
        return String.format(ROOT, "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n", after);
    }

    private static String acme(long seq, long time) {
        return String.format(ROOT, """
                {"seq":%d,"symbol":"ACME","price":101.25,"time":%d}""", seq, time);
    }

    private static String undated(String response) {
        return response.replaceFirst("Date: [^\r]+", "Date: …");
    }
}
