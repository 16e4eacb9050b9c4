package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.awaitResult;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private static final Options QUIET = new Options(100, 3_600_000, 3_600_000); // no keep-alive comes in between

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, QUIET);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aStreamOfLinesOnTheWire() throws Exception {
        try (var wire = get("/stream")) {
            var head = wire.receive("\r\n\r\n");
            market.move("ACME", 101_25, 1_763_637_722_123L);
            var chunk = wire.receive("\n\r\n");
            server.close();

            assertEquals("""
                    HTTP/1.1 200 OK\r
                    Cache-Control: no-store\r
                    X-Accel-Buffering: no\r
                    X-Content-Type-Options: nosniff\r
                    Transfer-Encoding: chunked\r
                    Content-Type: application/x-ndjson\r
                    Date: …\r
                    \r
                    53\r
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}
                    \r
                    0\r
                    \r
                    """, undated(head) + chunk + wire.receiveAll());
        }
    }

    @Test
    void aStreamOfEventsOnTheWire() throws Exception {
        try (var wire = get("/events")) {
            var beginning = wire.receive("\n\n");
            market.move("ACME", 101_25, 1_763_637_722_123L);
            var event = wire.receive("]}\n\n");
            server.close();

            assertEquals("""
                    HTTP/1.1 200 OK\r
                    Connection: close\r
                    Cache-Control: no-store\r
                    X-Accel-Buffering: no\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: text/event-stream; charset=utf-8\r
                    Date: …\r
                    \r
                    retry: …

                    id: 1
                    event: quotes
                    data: {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}

                    """, undated(beginning).replaceFirst("1\\d\\d\\d\n\n$", "…\n\n") + event + wire.receiveAll());
        }
    }

    @Test
    void aClientThatSpeaksHttp10GetsTheBytesWithoutChunks() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var wire = new Wire(server.uri())) {
            wire.send("GET /stream HTTP/1.0\r\n\r\n");

            var response = wire.receive("]}\n");

            assertTrue(response.contains("Connection: close\r\n"), response);
            assertTrue(
                    response.endsWith("\r\n\r\n{\"seq\":1,\"quotes\":[{\"seq\":1,\"symbol\":\"ACME\","
                            + "\"price\":101.25,\"time\":1763637722123}]}\n"),
                    response);
        }
    }

    @Test
    void aClientThatClosesItsConnectionLeavesNothingBehind() throws Exception {
        try (var quiet = get("/events")) {
            quiet.receive("\n\n");
            assertEquals(1, server.subscribers().count(), "open streams");
        }

        // Nothing is sent: the server must notice it without a write that fails.
        awaitEqual("open streams", 0, server.subscribers()::count);
    }

    @Test
    void aSecondRequestBehindAnEndlessResponseEndsTheConnection() throws Exception {
        var request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (var later = new Wire(server.uri());
                var atOnce = new Wire(server.uri())) {
            later.send(request);
            later.receive("\n\n");
            later.send(request);
            atOnce.send(request + request);

            awaitEnd(later);
            awaitEnd(atOnce);
            awaitEqual("open streams", 0, server.subscribers()::count);
        }
    }

    private static void awaitEnd(Wire wire) throws Exception {
        awaitResult("the end of the connection", () -> {
            try {
                return wire.receiveAll();
            } catch (IOException reset) { // this may be: bytes of the second request are unread
                return "";
            }
        });
    }

    @Test
    void aRequestThatArrivesByteByByteGetsItsResponse() throws Exception {
        try (var wire = new Wire(server.uri())) {
            for (var letter : "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".split("")) {
                wire.send(letter);
            }

            var response = wire.receive("\n\n");
            assertTrue(response.startsWith("HTTP/1.1 200 OK"), response);
        }
    }

    @Test
    void aRequestThatStopsHalfWayOrARefusalThatIsNeverReadIsEndedAfterFourSeconds() throws Exception {
        long start = System.nanoTime();
        try (var head = new Wire(server.uri());
                var body = new Wire(server.uri());
                var unread = new Wire(server.uri())) {
            head.send("GET /events HTTP/1.1\r\nHost: loc");
            body.send("GET /events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\nhalf of");
            var end = CompletableFuture.supplyAsync(
                    () -> assertThrows(IOException.class, () -> sendForEver(unread), "10 million requests were taken"));

            for (var half : List.of(head, body)) {
                half.receiveAll(); // ends when the server closes the connection
                long waited = (System.nanoTime() - start) / 1_000_000;
                assertTrue(
                        3900 <= waited && waited < 8000,
                        String.format(ROOT, "a request has four seconds to arrive, and was ended after %d ms", waited));
            }
            await("the end of the connection of a client that never reads", end);
        }
    }

    private static void sendForEver(Wire wire) throws IOException {
        var nonsense = "GET /events?after=x HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(10_000);
        for (int sent = 0; sent < 1000; sent++) {
            wire.send(nonsense);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n\r\n", "GET\r\n\r\n", "\0\1\2\3\r\n\r\n", "GET /events HTTP/9.9\r\n\r\n", "GET  /\r\n\r\n"})
    void garbageIsRefusedAndTheNextClientIsServed(String garbage) throws Exception {
        try (var broken = new Wire(server.uri());
                var healthy = get("/events")) {
            broken.send(garbage);

            var served = healthy.receive("\n\n");
            assertTrue(served.startsWith("HTTP/1.1 200 OK"), served);
            var refusal = broken.receiveAll();
            assertTrue(refusal.isEmpty() || refusal.startsWith("HTTP/1.1 4"), refusal);
        }
    }

    @Test
    void manyHalfSentRequestsDoNotDelayOtherClients() throws Exception {
        var stalled = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 200; i++) {
                var wire = new Wire(server.uri());
                stalled.add(wire);
                wire.send("GET /events HTTP/1.1\r\nHost: loc");
            }
            try (var healthy = get("/events")) {
                var served = healthy.receive("\n\n");
                assertTrue(served.startsWith("HTTP/1.1 200 OK"), served);
            }
        } finally {
            for (var wire : stalled) {
                wire.close();
            }
        }
    }

    private Wire get(String path) throws IOException {
        var wire = new Wire(server.uri());
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
        return wire;
    }

    private static String undated(String response) {
        return response.replaceFirst("Date: [^\r]+", "Date: …");
    }
}
