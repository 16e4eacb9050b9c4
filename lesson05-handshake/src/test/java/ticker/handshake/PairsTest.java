package ticker.handshake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every pair of {our client, the JDK's, a browser} and {our server, Undertow's own} speaks. */
class PairsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final Limits LIMITS = new Limits(200_000, 10, 5000, 30_000, 1000);
    private static final String SHORT = "a price: 101 €";
    private static final String LONG = "x".repeat(70_000); // a 64-bit length
    private static final ByteBuffer BINARY = Hex.bytes("00 ff fe 80");

    private final HandshakeServer ours = new HandshakeServer(0, new Market(0), LIMITS);
    private final UndertowServer undertows = new UndertowServer();

    @AfterEach
    void stop() {
        ours.close();
        undertows.close();
    }

    @Test
    void ourClientWithOurServer() throws Exception {
        ourClientWith(ours.uri());
    }

    @Test
    void ourClientWithUndertowsServer() throws Exception {
        ourClientWith(undertows.uri());
    }

    @Test
    void theJdksClientWithOurServer() throws Exception {
        theJdksClientWith(ours.uri());
    }

    @Test
    void theJdksClientWithUndertowsServer() throws Exception {
        theJdksClientWith(undertows.uri());
    }

    @Test
    void aBrowserWithOurServer() {
        aBrowserWith(ours.uri());
    }

    @Test
    void aBrowserWithUndertowsServer() {
        aBrowserWith(undertows.uri());
    }

    private static void ourClientWith(URI server) throws Exception {
        try (var client = new Client(server.resolve("/echo"))) {
            client.send(Frame.text(SHORT));
            assertEquals(SHORT, client.receive().text());
            client.send(Frame.text(LONG));
            assertEquals(LONG, client.receive().text());
            client.send(Frame.of(Opcode.BINARY, BINARY));
            assertEquals(BINARY, client.receive().payload());
            client.send(new Frame(false, Opcode.TEXT, Hex.bytes("48 65")));
            client.send(new Frame(true, Opcode.CONTINUATION, Hex.bytes("79")));
            assertEquals("Hey", client.receive().text());

            client.close(1000, "Goodbye.");
            assertEquals(null, client.receive());
            assertEquals(1000, client.closed().code());
            client.awaitEnd();
        }
    }

    private static void theJdksClientWith(URI server) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var address = URI.create(server.resolve("/echo").toString().replace("http", "ws"));
        var client = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener(heard))
                .join();

        client.sendText(SHORT, true).join();
        assertEquals(SHORT, heard.poll(10, SECONDS));
        client.sendText(LONG, true).join();
        assertEquals(LONG, heard.poll(10, SECONDS));
        client.sendBinary(BINARY.duplicate(), true).join();
        assertEquals("00 ff fe 80", heard.poll(10, SECONDS));
        client.sendText("He", false).join();
        client.sendText("y", true).join();
        assertEquals("Hey", heard.poll(10, SECONDS));
        client.sendPing(Hex.bytes("68 69")).join();
        assertEquals("pong 68 69", heard.poll(10, SECONDS));

        client.sendClose(1000, "Goodbye.").join();
        assertEquals("close 1000", heard.poll(10, SECONDS));
    }

    private record Listener(BlockingQueue<String> heard, StringBuilder text) implements WebSocket.Listener {
        Listener(BlockingQueue<String> heard) {
            this(heard, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part); // the JDK delivers a long text in parts
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.add(Hex.hex(data));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            heard.add("pong " + Hex.hex(data));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return null;
        }
    }

    private static void aBrowserWith(URI server) {
        browser.open(server);
        browser.run("""
                window.heard = [];
                const socket = new WebSocket("ws://" + location.host + "/echo");
                socket.binaryType = "arraybuffer";
                const messages = [arguments[0], arguments[1], Uint8Array.of(0, 255, 254, 128)];
                const next = () => messages.length ? socket.send(messages.shift()) : socket.close(1000, "Goodbye.");
                socket.onopen = next;
                socket.onmessage = ({ data }) => {
                  heard.push(typeof data === "string" ? data : [...new Uint8Array(data)].join(" "));
                  next();
                };
                socket.onclose = ({ code, wasClean }) => heard.push(`close ${code} ${wasClean}`);
                """, SHORT, LONG);

        await("the browser to have closed")
                .until(() -> browser.run("return heard.length").equals(4L));
        assertEquals(List.of(SHORT, LONG, "0 255 254 128", "close 1000 true"), browser.run("return heard"));
    }
}
