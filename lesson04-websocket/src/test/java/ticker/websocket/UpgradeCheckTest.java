package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §4.2.1, on the wire. In the tables | is the end of a line. */
class UpgradeCheckTest {
    private static final String RIGHT = """
            GET /quotes HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private final Options options = new Options(1024, 20, 10, 5000, 10_000, List.of(), true);
    private final WebSocketServer server = new WebSocketServer(Server.listenOn(0), new Market(0), options);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket",
                "Upgrade: WebSocket",
                "upgrade: websocket",
                "Upgrade: h2c, websocket",
                "Upgrade: websocket, h2c",
                "Upgrade:h2c ,websocket",
                "Upgrade: h2c|Upgrade: websocket",
                "Upgrade: websocket, websocket",
                "Upgrade: websocket|Upgrade: websocket",
            })
    void aListOfProtocolsMayNameOurs(String lines) throws Exception {
        assertUpgraded(RIGHT.replace("Upgrade: websocket\r\n", lines(lines)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade",
                "Connection: upgrade",
                "Connection: keep-alive, Upgrade",
                "Connection: Upgrade,keep-alive",
                "Connection: keep-alive|Connection: Upgrade",
                "Connection: close, Upgrade", // close is about a final response, and 101 is none
            })
    void aListOfOptionsMayNameUpgrade(String lines) throws Exception {
        assertUpgraded(RIGHT.replace("Connection: Upgrade\r\n", lines(lines)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upgrade: h2c",
                "Upgrade: websockets",
                "Upgrade: web socket",
                "Upgrade: websocket/13",
                "Upgrade:"
            })
    void aRequestThatAsksForNoWebSocketIsA426(String lines) throws Exception {
        assertUpgradeRequired("/quotes is a WebSocket.", ask(RIGHT.replace("Upgrade: websocket\r\n", lines(lines))));
    }

    @Test
    void aPlainRequestIsToldWhatThisIs() throws Exception {
        var response = ask("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertUpgradeRequired("/quotes is a WebSocket.", response);
        assertFalse(response.contains("Sec-WebSocket-Version"), response);
    }

    @Test
    void aHeadIsNoHandshake() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RIGHT.replace("GET", "HEAD").replace("Upgrade\r\n", "Upgrade\r\nConnection: close\r\n"));
            var response = wire.receive("\r\n\r\n");

            assertTrue(response.startsWith("HTTP/1.1 426 Upgrade Required\r\n"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "8", "0", "12", "14", "013", "+13", "13, 8", "13|Sec-WebSocket-Version: 13", "x", ""})
    void anotherVersionIsA426ThatNamesOurs(String version) throws Exception {
        var response = ask(RIGHT.replace("Sec-WebSocket-Version: 13\r\n", lines("Sec-WebSocket-Version: " + version)));

        assertUpgradeRequired(
                "The only version here is 13, not %s.".formatted(version.replaceFirst("\\|.*", ", 13")), response);
        assertEquals("13", header("Sec-WebSocket-Version", response));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Connection: Upgrade; ''; The handshake has no header \"Connection: Upgrade\".",
                "Connection: Upgrade; Connection: keep-alive; The handshake has no header \"Connection: Upgrade\".",
                "Connection: Upgrade; Connection: Upgraded; The handshake has no header \"Connection: Upgrade\".",
                "Sec-WebSocket-Version: 13; ''; The handshake has no header \"Sec-WebSocket-Version: 13\".",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==; '';"
                        + "The handshake must have one header Sec-WebSocket-Key, not 0.",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==;"
                        + " Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==;"
                        + "The handshake must have one header Sec-WebSocket-Key, not 2.",
                "GET /quotes HTTP/1.1; GET /quotes HTTP/1.0; A handshake is made over HTTP/1.1, not HTTP/1.0.",
            })
    void whatIsMissingIsNamed(String line, String instead, String detail) throws Exception {
        assertBad(detail, RIGHT.replace(line + "\r\n", lines(instead)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "dGhlIHNhbXBsZSBub25jZQ", // without its padding
                "dGhlIHNhbXBsZSBub25jZSE=", // 17 bytes
                "dGhlIHNhbXBsZSBub25j", // 15 bytes
                "dGhl_HNhbXBsZSBub25j-Q==", // the Base64 of URLs
                "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==",
            })
    void aKeyIs16Bytes(String key) throws Exception {
        assertBad("A key is 16 bytes in Base64: 22 characters and ==.", RIGHT.replace("dGhlIHNhbXBsZSBub25jZQ==", key));
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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "quotes.v2, quotes.v1; quotes.v1",
                "quotes.v2|Sec-WebSocket-Protocol: quotes.v1; quotes.v1",
                "quotes.v2|Sec-WebSocket-Protocol: chat; ''",
            })
    void subprotocolsMayBeSpreadOverSeveralLines(String offered, String chosen) throws Exception {
        var response = ask(with("Sec-WebSocket-Protocol: " + offered));

        assertTrue(response.startsWith("HTTP/1.1 101 "), response);
        assertEquals(chosen, header("Sec-WebSocket-Protocol", response));
    }

    private void assertUpgraded(String request) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(request);
            var response = wire.receive("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), response);
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", header("Sec-WebSocket-Accept", response));

            wire.send(RawClient.frame(0x81, "{}"));
            assertTrue(wire.receive("}").contains("{\"error\":"), "a session begins");
        }
    }

    private void assertBad(String detail, String request) throws Exception {
        var response = ask(request);

        assertTrue(response.matches("(?s)HTTP/1\\.[01] 400 Bad Request\r\n.*"), response);
        assertProblem("Bad Request", 400, detail, response);
    }

    private static void assertUpgradeRequired(String detail, String response) {
        assertTrue(response.startsWith("HTTP/1.1 426 Upgrade Required\r\n"), response);
        assertEquals("websocket", header("Upgrade", response));
        assertEquals("Upgrade", header("Connection", response));
        assertProblem("Upgrade Required", 426, detail, response);
    }

    private static void assertProblem(String title, int status, String detail, String response) {
        assertEquals("application/problem+json", header("Content-Type", response));
        assertEquals(
                """
                {"title":"%s","status":%s,"detail":"%s"}""".formatted(title, status, detail.replace("\"", "\\\"")),
                response.substring(response.indexOf("\r\n\r\n") + 4));
    }

    private static String with(String line) {
        return RIGHT.replace("Upgrade: websocket\r\n", "Upgrade: websocket\r\n" + lines(line));
    }

    private static String lines(String lines) {
        return lines.isEmpty() ? "" : lines.replace("|", "\r\n") + "\r\n";
    }

    private static String header(String name, String response) {
        return response.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    private String ask(String request) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(request);
            var head = wire.receive("\r\n\r\n").replaceFirst("Date: [^\r]+", "Date: …");
            return head.contains("Content-Length: ") ? head + wire.receive("}") : head;
        }
    }
}
