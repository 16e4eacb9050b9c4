package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitResult;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client by hand, with a server that sends what a test wants. */
class ClientTest {
    private static final String RIGHT = """
            HTTP/1.1 101 Switching Protocols\r
            upgrade: WebSocket\r
            connection: Upgrade\r
            sec-websocket-accept: %s\r
            \r
            """;

    @Test
    void everyConnectionHasAFreshKeyOf16Bytes() throws Exception {
        var keys = new HashSet<String>();
        for (int i = 0; i < 10; i++) {
            try (var listener = listener()) {
                var request = respond(listener, RIGHT, "");
                connect(listener).close();
                var key = key(await("the client's request", request));
                keys.add(key);
                assertEquals(Optional.empty(), Mistakes.inKey(key), () -> "what is wrong with the key " + key);
            }
        }
        assertEquals(10, keys.size(), () -> "different keys of ten connections: " + keys);
    }

    @Test
    void aWrongAcceptIsRefusedWithItsMistake() throws Exception {
        try (var listener = listener()) {
            respond(listener, RIGHT.replace("%s", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "");

            var refused = failure(() -> connect(listener));

            assertEquals(
                    "Sec-WebSocket-Accept is wrong. It is not the Accept of this key, nor one of the usual mistakes.",
                    refused.getMessage());
        }
    }

    @Test
    void aServerThatDoesNotSwitchIsRefused() throws Exception {
        try (var listener = listener()) {
            respond(listener, "HTTP/1.1 403 Forbidden\r\n\r\n", "");

            var refused = failure(() -> connect(listener));

            assertEquals("The server does not allow it (403).", refused.getMessage());
        }
    }

    @Test
    void anEndlessHeadIsRefused() throws Exception {
        try (var listener = listener()) {
            respond(listener, "HTTP/1.1 101 Switching Protocols\r\nX: " + "x".repeat(9000), "");

            var refused = failure(() -> connect(listener));

            assertEquals("The headers of the response have more than 8192 bytes.", refused.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "81 85 37 fa 21 3d 7f 9f 4d 51 58, The server has broken a rule. A server must not mask its frames.",
        "81 02 c3 28, The server has broken a rule. Text must be UTF-8.",
        "82 7f 00 00 00 00 00 10 00 01, The server has broken a rule. A frame has at most 1048576 bytes here.",
        "82 7f 7f ff ff ff ff ff ff ff, The server has broken a rule. A frame has at most 1048576 bytes here.",
    })
    void aServerThatBreaksARuleIsLeft(String frame, String sentence) throws Exception {
        try (var listener = listener()) {
            respond(listener, RIGHT, frame);
            try (var client = connect(listener)) {
                var broken = failure(() -> receive(client));

                assertEquals(sentence, broken.getMessage());
            }
        }
    }

    @Test
    void framesThatComeTogetherWithTheResponseAreRead() throws Exception {
        try (var listener = listener()) {
            respond(listener, RIGHT, "81 03 6f 6e 65 81 03 74 77 6f");
            try (var client = connect(listener)) {
                assertEquals("one", receive(client).text());
                assertEquals("two", receive(client).text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"88 02 03 e9, 1001", "88 02 03 f4, 1012", "88 02 03 f5, 1013", "88 02 03 f6, 1014"})
    void aServerMayCloseWithACodeThatIsYoungerThanTheStandard(String close, int code) throws Exception {
        try (var listener = listener()) {
            respond(listener, RIGHT, close);
            try (var client = connect(listener)) {
                assertNull(receive(client), "a message instead of the close");
                assertEquals(code, client.closed().code(), "the close code");
            }
        }
    }

    @Test
    void aServerThatEndsWithoutACloseIsLost() throws Exception {
        try (var listener = listener()) {
            respond(listener, RIGHT, "");
            try (var client = connect(listener)) {
                var lost = failure(() -> receive(client));

                assertEquals("The server has ended the connection without a close.", lost.getMessage());
            }
        }
    }

    private static Client connect(ServerSocket listener) throws Exception {
        return awaitResult("the handshake of the client", () -> new Client(uri(listener)));
    }

    private static Frame receive(Client client) throws Exception {
        return awaitResult("the client's next message", client::receive);
    }

    /** The IOException that work in another thread ends with. */
    private static IOException failure(Executable work) {
        return assertInstanceOf(
                IOException.class, assertThrows(ExecutionException.class, work).getCause());
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static URI uri(ServerSocket listener) {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/quotes");
    }

    /** Responds to one handshake, sends some bytes and ends. Returns the request. */
    private static CompletableFuture<String> respond(ServerSocket listener, String response, String frames) {
        return CompletableFuture.supplyAsync(() -> {
            try (var socket = listener.accept()) {
                var request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) socket.getInputStream().read());
                }
                var head = response.replace("%s", Handshake.accept(key(request.toString())))
                        .getBytes(ISO_8859_1);
                var bytes = new ByteArrayOutputStream();
                bytes.writeBytes(head);
                bytes.writeBytes(Hex.bytes(frames).array());
                socket.getOutputStream().write(bytes.toByteArray());
                return request.toString();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }

    private static String key(String request) {
        return request.replaceFirst("(?s).*Sec-WebSocket-Key: ([^\r]+)\r.*", "$1");
    }
}
