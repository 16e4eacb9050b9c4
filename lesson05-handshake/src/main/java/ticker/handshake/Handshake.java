package ticker.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The opening handshake (RFC 6455 §4): it takes values and returns values, and uses no connection. */
final class Handshake {
    // §1.3: a number that every implementation knows.
    static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** The server's response. */
    sealed interface Response permits Accepted, Refused {}

    /** 101, with these headers. */
    record Accepted(Map<String, String> headers) implements Response {}

    /** Any other status, with these headers and the reason. */
    record Refused(int status, Map<String, String> headers, String reason) implements Response {}

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Handshake(Map<String, List<String>> headers) {
        this.headers.putAll(headers);
    }

    // ---- The server's side ----

    /** Returns the response to a request, checked in the order of §4.2.1. {@link OriginCheck} has checked its Origin before. */
    static Response respond(String method, String protocol, Map<String, List<String>> headers) {
        return new Handshake(headers).respond(method, protocol);
    }

    private Response respond(String method, String protocol) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Refused(
                    405, Map.of("Allow", "GET, HEAD"), String.format(ROOT, "A handshake is a GET, not a %s.", method));
        }
        if (!protocol.equals("HTTP/1.1")) {
            return refused(400, String.format(ROOT, "A handshake is made over HTTP/1.1, not %s.", protocol));
        }
        if (values("Host").size() != 1) {
            return refused(400, "The handshake must have one header Host.");
        }
        if (method.equals("HEAD")) { // as a GET without an upgrade
            return upgradeRequired("A handshake is a GET, not a HEAD.");
        }
        if (!tokens("Upgrade").contains("websocket")) {
            return upgradeRequired("The handshake has no header \"Upgrade: websocket\".");
        }
        if (!tokens("Connection").contains("upgrade")) {
            return refused(400, "The handshake has no header \"Connection: Upgrade\".");
        }
        return respondToUpgrade();
    }

    private Response respondToUpgrade() {
        var keys = values("Sec-WebSocket-Key");
        if (keys.size() != 1) {
            return refused(
                    400,
                    String.format(ROOT, "The handshake must have one header Sec-WebSocket-Key, not %d.", keys.size()));
        }
        var mistake = Mistakes.inKey(keys.get(0));
        if (mistake.isPresent()) {
            return refused(400, mistake.get());
        }
        if (values("Sec-WebSocket-Version").isEmpty()) {
            return refused(400, "The handshake has no header \"Sec-WebSocket-Version: 13\".");
        }
        if (!values("Sec-WebSocket-Version").equals(List.of("13"))) {
            return new Refused(
                    426,
                    Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket", "Connection", "Upgrade"),
                    String.format(
                            ROOT,
                            "The only version here is 13, not %s.",
                            String.join(", ", values("Sec-WebSocket-Version"))));
        }
        return new Accepted(
                Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", accept(keys.get(0))));
    }

    private static Refused refused(int status, String reason) {
        return new Refused(status, Map.of(), reason);
    }

    /** A 426 names the protocol to come back with (RFC 9110 §15.5.22). */
    private static Refused upgradeRequired(String reason) {
        return new Refused(426, Map.of("Upgrade", "websocket", "Connection", "Upgrade"), reason);
    }

    /** What a server can send only if it has read the key (§4.2.2): Base64 of the 20 bytes of SHA-1 of the key and the GUID. */
    static String accept(String key) {
        return Base64.getEncoder().encodeToString(digest("SHA-1", (key + GUID).getBytes(US_ASCII)));
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has " + algorithm, impossible);
        }
    }

    // ---- The client's side ----

    /** A request for a path (§4.1). The key is the Base64 of 16 bytes, drawn at random for each connection. */
    static String request(String host, String path, String key) {
        return String.format(ROOT, """
                GET %s HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: %s\r
                Sec-WebSocket-Version: 13\r
                \r
                """, path, host, key);
    }

    /** Checks the response to a request with that key, in the order of §4.1. An IOException says what is wrong with it. */
    static void check(String status, Map<String, List<String>> headers, String key) throws IOException {
        new Handshake(headers).check(status, key);
    }

    private void check(String status, String key) throws IOException {
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new RefusedException(status, String.join(", ", values("Retry-After")));
        }
        if (!tokens("Upgrade").equals(List.of("websocket"))) {
            throw new IOException("The response has no header \"Upgrade: websocket\".");
        }
        if (!tokens("Connection").contains("upgrade")) {
            throw new IOException("The response has no header \"Connection: Upgrade\".");
        }
        var mistake = Mistakes.inAccept(key, String.join(", ", values("Sec-WebSocket-Accept")));
        if (mistake.isPresent()) {
            throw new IOException("Sec-WebSocket-Accept is wrong. " + mistake.get());
        }
        if (!values("Sec-WebSocket-Extensions").isEmpty()
                || !values("Sec-WebSocket-Protocol").isEmpty()) {
            throw new IOException("The server chose an extension or a protocol that was not offered.");
        }
    }

    // ---- Headers ----

    private List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** A header may come more than once, and each time be a list. Case does not matter in its tokens. */
    private List<String> tokens(String name) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(token -> token.strip().toLowerCase(ROOT))
                .toList();
    }
}
