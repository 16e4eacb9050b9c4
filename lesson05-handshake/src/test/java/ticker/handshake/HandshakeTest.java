package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §4. */
class HandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Map<String, List<String>> headers = new TreeMap<>(Map.of(
            "Host", List.of("localhost:8085"),
            "Upgrade", List.of("websocket"),
            "Connection", List.of("Upgrade"),
            "Sec-WebSocket-Key", List.of(KEY),
            "Sec-WebSocket-Version", List.of("13")));

    @ParameterizedTest
    @CsvSource({
        "dGhlIHNhbXBsZSBub25jZQ==, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", // RFC 6455 §1.3
        "x3JJHMbDL1EzLkh9GBhXDw==, HSmrc0sMlYUkAGmm5OPpG2HaGWk=", // Wikipedia
        "AQIDBAUGBwgJCgsMDQ4PEC==, OfS0wDaT5NoxF2gqm7Zj2YtetzM=", // the key of RFC 6455 §4.1; the tests of ws4py
    })
    void theAcceptOfPublishedKeys(String key, String accept) {
        assertEquals(accept, Handshake.accept(key));
    }

    @Test
    void aRightHandshakeGetsA101() {
        assertEquals(
                new Handshake.Accepted(Map.of(
                        "Upgrade", "websocket",
                        "Connection", "Upgrade",
                        "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")),
                respond());
    }

    @Test
    void theNamesOfHeadersKnowNoCase() {
        for (var name : List.copyOf(headers.keySet())) {
            headers.put(name.toUpperCase(ROOT), headers.remove(name));
        }
        assertInstanceOf(Handshake.Accepted.class, respond());

        for (var name : List.copyOf(headers.keySet())) {
            headers.put(name.toLowerCase(ROOT), headers.remove(name));
        }
        assertInstanceOf(Handshake.Accepted.class, respond());
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade, WebSocket",
        "Upgrade, 'h2c, websocket'",
        "Connection, upgrade",
        "Connection, 'keep-alive, Upgrade'", // as Firefox sends it
        "Connection, 'Upgrade,keep-alive'",
        "Connection, ' UPGRADE '",
    })
    void tokensComeInListsAndKnowNoCase(String name, String value) {
        headers.put(name, List.of(value));

        assertInstanceOf(Handshake.Accepted.class, respond());
    }

    @Test
    void aListMayBeSpreadOverSeveralHeaders() {
        headers.put("Connection", List.of("keep-alive", "Upgrade"));

        assertInstanceOf(Handshake.Accepted.class, respond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "Upgrades"})
    void aTokenIsAWholeWord(String connection) {
        headers.put("Connection", List.of(connection));

        assertRefused(400, "The handshake has no header \"Connection: Upgrade\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "websockets", "web socket", "websocket/13"})
    void aRequestThatAsksForNoWebSocketIsA426(String upgrade) {
        headers.put("Upgrade", List.of(upgrade));
        assertUpgradeRequired("The handshake has no header \"Upgrade: websocket\".", respond());

        headers.remove("Upgrade");
        assertUpgradeRequired("The handshake has no header \"Upgrade: websocket\".", respond());
    }

    @Test
    void aHeadIsAsAGetWithoutAnUpgrade() {
        assertUpgradeRequired("A handshake is a GET, not a HEAD.", Handshake.respond("HEAD", "HTTP/1.1", headers));
    }

    private static void assertUpgradeRequired(String reason, Handshake.Response response) {
        assertEquals(
                new Handshake.Refused(426, Map.of("Upgrade", "websocket", "Connection", "Upgrade"), reason), response);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Host, The handshake must have one header Host.",
                "Connection, `The handshake has no header \"Connection: Upgrade\".`",
                "Sec-WebSocket-Key, `The handshake must have one header Sec-WebSocket-Key, not 0.`",
                "Sec-WebSocket-Version, `The handshake has no header \"Sec-WebSocket-Version: 13\".`",
            })
    void whatIsMissingIsNamed(String name, String reason) {
        headers.remove(name);

        assertRefused(400, reason);
    }

    @Test
    void twoKeysAreOneTooMany() {
        headers.put("Sec-WebSocket-Key", List.of(KEY, KEY));

        assertRefused(400, "The handshake must have one header Sec-WebSocket-Key, not 2.");
    }

    @ParameterizedTest
    @CsvSource({
        "dGhlIHNhbXBsZSBub25jZQ, The key was trimmed: its == is missing.",
        "dGhlIHNhbXBsZSBub25jZQ=, The key was trimmed: its == is missing.",
        "dGhl_HNhbXBsZSBub25j-Q==, The key is in the Base64 of URLs: - and _ must be + and /.",
        "746865207361 6d706c65206e6f6e6365, A key is 16 bytes in Base64: 22 characters and ==.",
        "7468652073616d706c65206e6f6e6365, The key is in hex: write its 16 bytes in Base64.",
        "the sample nonce, A key is 16 bytes in Base64: 22 characters and ==.",
        "dGhlIHNhbXBsZSBub25jZSE=, A key is 16 bytes in Base64: 22 characters and ==.", // 17 bytes
        "'', A key is 16 bytes in Base64: 22 characters and ==.",
    })
    void aKeyThatIsNoKeyIsRefusedWithTheReason(String key, String reason) {
        headers.put("Sec-WebSocket-Key", List.of(key));

        assertRefused(400, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "12", "14", "013", "13, 8", ""})
    void anotherVersionIsA426ThatNamesOurs(String version) {
        headers.put("Sec-WebSocket-Version", List.of(version));

        assertEquals(
                new Handshake.Refused(
                        426,
                        Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket", "Connection", "Upgrade"),
                        "The only version here is 13, not %s.".formatted(version)),
                respond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "CONNECT", "get", "head"})
    void anythingButAGetOrAHeadIsA405(String method) {
        assertEquals(
                new Handshake.Refused(
                        405, Map.of("Allow", "GET, HEAD"), "A handshake is a GET, not a %s.".formatted(method)),
                Handshake.respond(method, "HTTP/1.1", headers));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/2.0"})
    void anotherHttpIsA400(String protocol) {
        assertEquals(
                new Handshake.Refused(400, Map.of(), "A handshake is made over HTTP/1.1, not %s.".formatted(protocol)),
                Handshake.respond("GET", protocol, headers));
    }

    @Test
    void whatWeOfferIsARequestThatWeAccept() {
        assertEquals("""
                GET /quotes?after=0 HTTP/1.1\r
                Host: localhost:8085\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                \r
                """, Handshake.request("localhost:8085", "/quotes?after=0", KEY));
    }

    // ---- The client's half: §4.1 ----

    @Test
    void aClientAcceptsTheRightResponse() {
        assertDoesNotThrow(() -> check("HTTP/1.1 101 Switching Protocols", "upgrade", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, Upgrade, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, The server responded with 200.",
        "HTTP/1.1 101 X, close, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, 'The response has no header \"Connection: Upgrade\".'",
        "HTTP/1.1 101 X, Upgrade, '', "
                + "'Sec-WebSocket-Accept is wrong. It is not the Accept of this key, nor one of the usual mistakes.'",
        "HTTP/1.1 101 X, Upgrade, HSmrc0sMlYUkAGmm5OPpG2HaGWk=, "
                + "'Sec-WebSocket-Accept is wrong. It is not the Accept of this key, nor one of the usual mistakes.'",
        "HTTP/1.1 101 X, Upgrade, hHLtf2V1k8aDQZfNjw3Ia1hCwt0=, "
                + "'Sec-WebSocket-Accept is wrong. The GUID is missing: only the key was hashed.'",
    })
    void aClientRefusesAnyOther(String status, String connection, String accept, String sentence) {
        var refused = assertThrows(IOException.class, () -> check(status, connection, accept));

        assertEquals(sentence, refused.getMessage());
    }

    @Test
    void aClientRefusesWhatItHasNotOffered() {
        var response = Map.of(
                "Upgrade", List.of("websocket"),
                "Connection", List.of("Upgrade"),
                "Sec-WebSocket-Accept", List.of("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                "Sec-WebSocket-Extensions", List.of("permessage-deflate"));

        var refused = assertThrows(
                IOException.class, () -> Handshake.check("HTTP/1.1 101 Switching Protocols", response, KEY));

        assertEquals("The server chose an extension or a protocol that was not offered.", refused.getMessage());
    }

    private static void check(String status, String connection, String accept) throws IOException {
        var response = Map.of(
                "upgrade", List.of("WebSocket"),
                "connection", List.of(connection),
                "sec-websocket-accept", List.of(accept));
        Handshake.check(status, response, KEY);
    }

    private Handshake.Response respond() {
        return Handshake.respond("GET", "HTTP/1.1", headers);
    }

    private void assertRefused(int status, String reason) {
        var refused = assertInstanceOf(Handshake.Refused.class, respond());
        assertEquals(status, refused.status(), refused::reason);
        assertEquals(
                reason,
                refused.reason()
                        .substring(0, Math.min(reason.length(), refused.reason().length())));
    }
}
