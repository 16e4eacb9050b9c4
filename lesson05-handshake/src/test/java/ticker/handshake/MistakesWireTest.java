package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server sends to the page's calculator. */
class MistakesWireTest {
    private final HandshakeServer server = new HandshakeServer(0, new Market(0));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theMistakesOfAKeyAreItsWrongAcceptsWithASentenceEach() throws Exception {
        var response = ask("GET", "/mistakes?key=dGhlIHNhbXBsZSBub25jZQ%3D%3D");

        assertEquals(String.format(ROOT, """
                HTTP/1.1 200 OK\r
                Connection: close\r
                Cache-Control: no-store\r
                X-Content-Type-Options: nosniff\r
                Content-Type: application/json\r
                Content-Length: %d\r
                Date: …\r
                \r
                %s""", usualMistakes().length(), usualMistakes()), response);
    }

    @Test
    void aKeyMayStandInTheAddressAsItIs() throws Exception {
        var response = ask("GET", "/mistakes?key=dGhlIHNhbXBsZSBub25jZQ==");

        assertTrue(response.endsWith(usualMistakes()), response);
    }

    @Test
    void aKeyThatMayNotBeSentIsA400WithTheReason() throws Exception {
        assertEquals("""
                HTTP/1.1 400 Bad Request\r
                Connection: close\r
                Cache-Control: no-store\r
                X-Content-Type-Options: nosniff\r
                Content-Type: application/problem+json\r
                Content-Length: 87\r
                Date: …\r
                \r
                {"title":"Bad Request","status":400,"detail":"The key was trimmed: its == is missing."}""", ask("GET", "/mistakes?key=dGhlIHNhbXBsZSBub25jZQ"));
    }

    @Test
    void noKeyIsA400() throws Exception {
        var response = ask("GET", "/mistakes");

        assertTrue(response.startsWith("HTTP/1.1 400 Bad Request\r\n"), response);
        assertTrue(response.endsWith("\"A key is 16 bytes in Base64: 22 characters and ==.\"}"), response);
    }

    @Test
    void anyOtherMethodIsA405() throws Exception {
        var response = ask("POST", "/mistakes?key=dGhlIHNhbXBsZSBub25jZQ%3D%3D");

        assertTrue(response.startsWith("HTTP/1.1 405 Method Not Allowed\r\n"), response);
        assertTrue(response.contains("Allow: GET, HEAD\r\n"), response);
    }

    /** The list of the mistakes made by hand, as JSON; its last one is none of the usual ones. */
    private String usualMistakes() throws IOException {
        try (var made = getClass().getResourceAsStream("mistakes.csv")) {
            var json = new StringBuilder();
            for (var line : new String(made.readAllBytes()).lines().toList()) {
                json.append(",{\"accept\":\"%s\",\"sentence\":\"%s\"}".formatted((Object[]) line.split("\t")));
            }
            return json.replace(json.lastIndexOf(",{"), json.length(), "]")
                    .replace(0, 1, "[")
                    .toString();
        }
    }

    private String ask(String method, String target) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method, target));
            return wire.receiveAll().replaceFirst("Date: [^\r]+", "Date: …");
        }
    }
}
