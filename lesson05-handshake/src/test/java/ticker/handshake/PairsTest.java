package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.handshake.Await.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every pair of {our client, the JDK's} and {our server, Undertow's own} works. BrowserPairsTest has the pairs with a browser. */
class PairsTest {
    static final Options OPTIONS = new Options(200_000, 10, 60_000, 60_000, 1000);
    static final String SHORT = "a price: 101 €";
    static final String LONG = "x".repeat(70_000); // a 64-bit length
    private static final ByteBuffer BINARY = Hex.bytes("00 ff fe 80");

    private final HandshakeServer ours = new HandshakeServer(0, new Market(0), OPTIONS);
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

    private static void ourClientWith(URI server) throws Exception {
        try (var client = new TestClient(server.resolve("/echo"))) {
            client.send(Frame.text(SHORT));
            assertEquals(SHORT, client.receive().text());
            client.send(Frame.text(LONG));
            assertEquals(shown(LONG), shown(client.receive().text()));
            client.send(Frame.of(Opcode.BINARY, BINARY));
            assertEquals(Frame.of(Opcode.BINARY, BINARY), client.receive());
            client.send(new Frame(false, Opcode.TEXT, Hex.bytes("48 65")));
            client.send(new Frame(true, Opcode.CONTINUATION, Hex.bytes("79")));
            assertEquals("Hey", client.receive().text());

            client.close(1000, "Goodbye.");
            assertEquals(1000, client.receiveClose().code(), "the close code");
            client.awaitEnd();
        }
    }

    private static void theJdksClientWith(URI server) throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        var address = URI.create(server.resolve("/echo").toString().replace("http", "ws"));
        var client = await(
                "the JDK's client to connect",
                HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Listener(heard)));

        sent(client.sendText(SHORT, true));
        assertEquals(SHORT, next(heard));
        sent(client.sendText(LONG, true));
        assertEquals(shown(LONG), shown(next(heard)));
        sent(client.sendBinary(BINARY.duplicate(), true));
        assertEquals("00 ff fe 80", next(heard));
        sent(client.sendText("He", false));
        sent(client.sendText("y", true));
        assertEquals("Hey", next(heard));
        sent(client.sendPing(Hex.bytes("68 69")));
        assertEquals("pong 68 69", next(heard));

        sent(client.sendClose(1000, "Goodbye."));
        assertEquals("close 1000", next(heard));
    }

    /** The long text would fill the screen. Another one is shown by its length and its beginning. */
    static String shown(String text) {
        return text.equals(LONG) ? "the long text" : String.format(ROOT, "%d characters: %.100s", text.length(), text);
    }

    private static void sent(Future<WebSocket> sending) throws Exception {
        await("the JDK's client to send", sending);
    }

    private static String next(BlockingQueue<String> heard) {
        return await("the next event of the JDK's client", heard::poll, Objects::nonNull);
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
}
