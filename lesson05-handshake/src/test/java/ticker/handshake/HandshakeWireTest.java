package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake as it is on the wire. */
class HandshakeWireTest {
    private static final Options LIMITS = new Options(1000, 2, 60_000, 60_000, 1000);
    private static final String RIGHT = """
            GET /echo HTTP/1.1\r
            Host: localhost:8085\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Origin: http://localhost:8085\r
            \r
            """;

    private final Market market = new Market(0);
    private final HandshakeServer server = new HandshakeServer(0, market, LIMITS);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHandshakeOnTheWire() throws Exception {
        assertEquals("""
                HTTP/1.1 101 Switching Protocols\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                Date: …\r
                \r
                """, ask(RIGHT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c, websocket\r\nConnection: Upgrade",
                "Upgrade: h2c\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade",
                "Upgrade: websocket, websocket\r\nConnection: keep-alive\r\nConnection: Upgrade",
                "Upgrade: websocket\r\nConnection: close, Upgrade", // close is about the final response, 101 is not one
            })
    void aListMayNameMoreThanTheUpgrade(String lists) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RIGHT.replace("Upgrade: websocket\r\nConnection: Upgrade", lists));
            assertTrue(wire.receive("\r\n\r\n").startsWith("HTTP/1.1 101 "), lists);

            wire.send("\u0081\u0083\0\0\0\0abc");
            assertEquals("\u0081\u0003abc", wire.receive("abc"));
        }
    }

    @Test
    void aHandshakeThatArrivesByteByByteIsAccepted() throws Exception {
        try (var wire = new Wire(server.uri())) {
            for (var letter : RIGHT.split("")) {
                wire.send(letter);
            }

            var response = wire.receive("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 101 "), response);
        }
    }

    @Test
    void aHandshakeWithoutAKeyIsToldSo() throws Exception {
        assertEquals("""
                HTTP/1.1 400 Bad Request\r
                Cache-Control: no-store\r
                X-Content-Type-Options: nosniff\r
                Content-Type: application/problem+json\r
                Content-Length: 108\r
                Date: …\r
                \r
                """, ask(RIGHT.replaceFirst("Sec-WebSocket-Key.*\r\n", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quotes", "/quotes?after=0", "/echo", "/push"})
    void aPlainGetIsToldWhichProtocolThisIs(String path) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("GET %s HTTP/1.1\r\nHost: localhost:8085\r\n\r\n".formatted(path));

            assertEquals("""
                    HTTP/1.1 426 Upgrade Required\r
                    Connection: Upgrade\r
                    Cache-Control: no-store\r
                    Upgrade: websocket\r
                    X-Content-Type-Options: nosniff\r
                    Content-Type: application/problem+json\r
                    Content-Length: 104\r
                    Date: …\r
                    \r
                    {"title":"Upgrade Required","status":426,\
                    "detail":"The handshake has no header \\"Upgrade: websocket\\"."}""", wire.receive("}").replaceFirst("Date: [^\r]+", "Date: …"));
        }
    }

    /** Then a GET on the same connection: the response to HEAD must not have had a body. */
    @ParameterizedTest
    @ValueSource(strings = {"/quotes", "/echo", "/push"})
    void aHeadIsAsAPlainGetWithoutTheBody(String path) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("HEAD %s HTTP/1.1\r\nHost: localhost:8085\r\n\r\n".formatted(path));
            var head = wire.receive("\r\n\r\n");
            wire.send("GET %s HTTP/1.1\r\nHost: localhost:8085\r\n\r\n".formatted(path));
            var next = wire.receive("}");

            assertTrue(head.startsWith("HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade\r\n"), head);
            assertTrue(head.contains("\r\nUpgrade: websocket\r\n"), head);
            assertTrue(next.startsWith("HTTP/1.1 426 Upgrade Required\r\n"), next);
        }
    }

    @Test
    void anotherVersionIsTold13() throws Exception {
        assertEquals("""
                HTTP/1.1 426 Upgrade Required\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Cache-Control: no-store\r
                Upgrade: websocket\r
                X-Content-Type-Options: nosniff\r
                Content-Type: application/problem+json\r
                Content-Length: 88\r
                Date: …\r
                \r
                """, ask(RIGHT.replace("Version: 13", "Version: 8")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8085",
                "http://LocalHost:8085",
                "https://localhost:8085",
            })
    void ourOwnPageMayConnect(String origin) throws Exception {
        assertTrue(ask(withOrigin(origin)).startsWith("HTTP/1.1 101 "), origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost:8084",
                "http://localhost",
                "http://localhost.:8085",
                "http://localhost:80855",
                "localhost:8085",
                "ws://localhost:8085",
                "null",
                "http://localhost:8085\r\nOrigin: http://localhost:8085",
            })
    void aForeignPageIsRefused(String origin) throws Exception {
        var response = ask(withOrigin(origin));

        assertTrue(response.startsWith("HTTP/1.1 403 Forbidden\r\n"), response);
        assertTrue(response.contains("Content-Type: application/problem+json\r\n"), response);
    }

    @Test
    void noPortIsTheSchemesOwn() throws Exception {
        var response = ask(withOrigin("http://prices.example").replace("localhost:8085", "prices.example:80"));

        assertTrue(response.startsWith("HTTP/1.1 101 "), response);
    }

    private static String withOrigin(String origin) {
        return RIGHT.replace("Origin: http://localhost:8085", "Origin: " + origin);
    }

    @Test
    void anythingButAGetOrAHeadIsRefused() throws Exception {
        var response = ask(RIGHT.replace("GET", "POST"));

        assertTrue(response.startsWith("HTTP/1.1 405 Method Not Allowed\r\n"), response);
        assertTrue(response.contains("Allow: GET, HEAD\r\n"), response);
    }

    @Test
    void http10IsRefused() throws Exception {
        var response = ask(RIGHT.replace("HTTP/1.1", "HTTP/1.0"));

        assertTrue(response.startsWith("HTTP/1.0 400 Bad Request\r\n"), response);
    }

    @Test
    void aSillyCursorIsRefusedBeforeTheUpgrade() throws Exception {
        var response = ask(RIGHT.replace("/echo", "/quotes?after=x"));

        assertTrue(response.startsWith("HTTP/1.1 400 Bad Request\r\n"), response);
    }

    @Test
    void afterARefusalTheConnectionStillSpeaksHttp() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RIGHT.replace("Version: 13", "Version: 8"));
            wire.receive("}");
            wire.send(RIGHT);

            var response = wire.receive("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 101 "), response);
        }
    }

    @Test
    void whenAllPlacesAreTakenTheNextIsA503() throws Exception {
        try (var first = new TestClient(server.uri().resolve("/echo"));
                var second = new TestClient(server.uri().resolve("/echo"))) {
            var response = ask(RIGHT);

            assertTrue(response.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), response);
            assertTrue(response.contains("Retry-After: 5\r\n"), response);
            var ordinary =
                    ask("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"); // so a page asks why its handshake failed
            assertTrue(ordinary.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), ordinary);
            second.send(Frame.text("still here"));
            assertEquals("still here", second.receive().text());
            first.close(1000, "");
            first.receiveClose();
        }
        awaitEqual("open connections", 0, server::connections);
        assertTrue(ask(RIGHT).startsWith("HTTP/1.1 101 "), "a place is free again");
    }

    @RepeatedTest(10)
    void clientsThatConnectAtOnceDoNotGetMorePlacesThanThereAre() throws Exception {
        var crowd = new ArrayList<Wire>();
        for (int i = 0; i < 6; i++) {
            crowd.add(new Wire(server.uri()));
            crowd.get(i).send(RIGHT.substring(0, RIGHT.length() - 1));
        }
        for (var wire : crowd) {
            wire.send("\n");
        }
        int accepted = 0;
        for (var wire : crowd) {
            accepted += wire.receive("\r\n\r\n").startsWith("HTTP/1.1 101 ") ? 1 : 0;
        }
        for (var wire : crowd) {
            wire.close();
        }

        assertEquals(2, accepted, "accepted of six connections that asked at once, at a server with two places");
    }

    @Test
    void aHandshakeThatStopsHalfWayIsEndedAfterFourSeconds() throws Exception {
        try (var wire = new Wire(server.uri())) {
            long start = System.nanoTime();
            wire.send(RIGHT.substring(0, 50));

            wire.receiveAll(); // ends when the server closes the connection

            long waited = (System.nanoTime() - start) / 1_000_000;
            assertTrue(waited >= 3500, String.format(ROOT, "closed after %d ms, too soon for a slow network", waited));
        }
    }

    private String ask(String request) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(request);
            return wire.receive("\r\n\r\n").replaceFirst("Date: [^\r]+", "Date: …");
        }
    }
}
