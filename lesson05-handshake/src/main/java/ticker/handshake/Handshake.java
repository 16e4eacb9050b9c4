package ticker.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The opening handshake (RFC 6455 §4): values in, values out. It knows no connection. */
final class Handshake {
    static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** What a server answers. */
    sealed interface Answer permits Accepted, Refused {}

    /** 101, with these headers. */
    record Accepted(Map<String, String> headers) implements Answer {}

    /** Anything else, with these headers and the reason. */
    record Refused(int status, Map<String, String> headers, String reason) implements Answer {}

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Handshake(Map<String, List<String>> headers) {
        this.headers.putAll(headers);
    }

    /** The server's half (§4.2): what to answer to a request. */
    static Answer answer(String method, String protocol, Map<String, List<String>> headers) {
        return new Handshake(headers).answer(method, protocol);
    }

    private Answer answer(String method, String protocol) {
        if (!method.equals("GET")) {
            return new Refused(405, Map.of("Allow", "GET"), "A handshake is a GET, not a %s.".formatted(method));
        }
        if (!protocol.equals("HTTP/1.1")) {
            return refused(400, "A handshake is made over HTTP/1.1, not %s.".formatted(protocol));
        }
        if (values("Host").size() != 1) {
            return refused(400, "The handshake must have one header Host.");
        }
        if (!tokens("Upgrade").contains("websocket")) {
            return refused(400, "The handshake has no header \"Upgrade: websocket\".");
        }
        if (!tokens("Connection").contains("upgrade")) {
            return refused(400, "The handshake has no header \"Connection: Upgrade\".");
        }
        return answerToUpgrade();
    }

    private Answer answerToUpgrade() {
        var keys = values("Sec-WebSocket-Key");
        if (keys.size() != 1) {
            return refused(400, "The handshake must have one header Sec-WebSocket-Key, not %d.".formatted(keys.size()));
        }
        var mistake = Mistakes.inKey(keys.get(0));
        if (mistake != null) {
            return refused(400, mistake);
        }
        if (values("Sec-WebSocket-Version").isEmpty()) {
            return refused(400, "The handshake has no header \"Sec-WebSocket-Version: 13\".");
        }
        if (!values("Sec-WebSocket-Version").equals(List.of("13"))) {
            return new Refused(
                    426,
                    Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket", "Connection", "Upgrade"),
                    "The only version here is 13, not %s."
                            .formatted(String.join(", ", values("Sec-WebSocket-Version"))));
        }
        if (!isOurs(values("Origin"))) {
            return refused(403, "A page from %s may not connect here.".formatted(String.join(", ", values("Origin"))));
        }
        return new Accepted(
                Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", accept(keys.get(0))));
    }

    /** Browsers always say which page connects (§10.2): only ours may. Other programs need not say anything. */
    private boolean isOurs(List<String> origin) {
        var host = values("Host").get(0);
        return origin.isEmpty()
                || origin.equals(List.of("http://" + host))
                || origin.equals(List.of("https://" + host));
    }

    /** What only someone who has read the key can say: Base64 of the 20 bytes of SHA-1 of the key and the GUID. */
    static String accept(String key) {
        return Base64.getEncoder().encodeToString(sha1((key + GUID).getBytes(US_ASCII)));
    }

    static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-1", impossible);
        }
    }

    /** The client's half (§4.1): a request for a path, with a fresh key. */
    static String request(String host, String path, String key) {
        return """
                GET %s HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: %s\r
                Sec-WebSocket-Version: 13\r
                \r
                """.formatted(path, host, key);
    }

    /** What is wrong with a server's answer to that key, or null if it is as it must be. */
    static String fault(String status, Map<String, List<String>> headers, String key) {
        var answer = new Handshake(headers);
        if (!status.startsWith("HTTP/1.1 101 ")) {
            return "The server answered \"%s\", not 101.".formatted(status);
        }
        if (!answer.tokens("Upgrade").equals(List.of("websocket"))) {
            return "The answer has no header \"Upgrade: websocket\".";
        }
        if (!answer.tokens("Connection").contains("upgrade")) {
            return "The answer has no header \"Connection: Upgrade\".";
        }
        if (!answer.values("Sec-WebSocket-Extensions").isEmpty()
                || !answer.values("Sec-WebSocket-Protocol").isEmpty()) {
            return "The server chose an extension or a protocol that was not offered.";
        }
        var mistake = Mistakes.inAccept(key, String.join(", ", answer.values("Sec-WebSocket-Accept")));
        return mistake == null ? null : "Sec-WebSocket-Accept is wrong. " + mistake;
    }

    private static Refused refused(int status, String reason) {
        return new Refused(status, Map.of(), reason);
    }

    private List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** A header may come more than once, and each time be a list; its tokens know no case. */
    private List<String> tokens(String name) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(token -> token.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
