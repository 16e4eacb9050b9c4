package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.Await.awaitResult;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a session and a message cost. Isolated, because it counts threads and bytes of the whole JVM. */
@Isolated
class CostTest {
    private static final String DEFLATE = "Upgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate\r\n";

    private final Market market = new Market(0);
    // The clock stands still: no keep-alive is counted, and no session ends, however long the machine takes.
    private final Subscribers subscribers = new Subscribers(market, 2000, () -> 0);

    private WebSocketServer start(Options options) {
        return new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), options, subscribers);
    }

    @Test
    void anIdleSessionCostsSomeKilobytesAndNoThread() throws Exception {
        int sessions = 1000;
        try (var server = start(Options.DEFAULT)) {
            var idle = new ArrayList<RawClient>();
            for (int i = 0; i < 50; i++) { // so that all classes are loaded
                idle.add(new RawClient(server.uri()));
            }
            int threads = Thread.activeCount();
            long before = used();
            for (int i = 0; i < sessions; i++) {
                idle.add(new RawClient(server.uri()));
            }
            awaitEqual("open sessions", sessions + 50, subscribers::count);

            long bytes = (used() - before) / sessions;
            int more = Thread.activeCount() - threads;
            System.out.printf(
                    ROOT,
                    "An idle session: %d bytes of heap (with its client's in this test), %d threads more for %d of them.%n",
                    bytes,
                    more,
                    sessions);
            assertTrue(bytes < 15_000, () -> "an idle session should cost less than 15 KB: " + bytes);
            assertTrue(
                    more < 20,
                    () -> "no thread waits for a session, but 1000 sessions took as many threads as this: " + more);
            for (var client : idle) {
                client.close();
            }
        }
    }

    @Test
    void aPriceIsTwoBytesMoreThanItsText() throws Exception {
        try (var server = start(Options.DEFAULT);
                var relay = new Relay(server.uri());
                var client = new RawClient(relay.uri())) {
            market.move("ACME", 101_25, 1_763_637_722_123L);
            long handshake = relay.bytes();

            client.text("{\"subscribe\":[\"*\"]}");
            client.read();

            int text = market.after(0).json().length;
            System.out.printf(
                    ROOT,
                    "A price is %d bytes, its frame %d; the handshake was %d, once.%n",
                    text,
                    relay.bytes() - handshake,
                    handshake);
            assertEquals(text + 2, relay.bytes() - handshake, "bytes on the wire: the text and a frame header of two");
        }
    }

    /** The same order from the same client, the JDK's, whose requests have fewer headers than a browser's. */
    @Test
    void anOrderTakesSixBytesMoreThanItsTextAndAsAPostAHundred() throws Exception {
        var order = "{\"id\":\"c-17\",\"symbol\":\"ACME\",\"side\":\"buy\",\"quantity\":10}";
        try (var server = new ScriptedServer("""
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: {accept}\r
                        \r
                        """, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var client = new Client(server.uri())) {
            client.send(order);
            awaitEqual(
                    "bytes of the message",
                    order.length() + 6,
                    () -> server.rests().get(0).length);

            var post = HttpRequest.newBuilder(server.uri().resolve("/orders"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(order))
                    .build();
            awaitResult(
                    "the response to the POST", () -> HttpClient.newHttpClient().send(post, BodyHandlers.discarding()));

            int headers = server.requests().get(1).length();
            System.out.printf(
                    ROOT,
                    "An order of %d bytes takes 6 more as a message, %d more as a POST.%n",
                    order.length(),
                    headers);
            assertTrue(headers >= 100, () -> "the headers of a POST should have at least 100 bytes, not " + headers);
        }
    }

    @Test
    void deflateMakesMessagesSmallerForThoseWhoAsk() throws Exception {
        try (var server = start(new Options(65536, 20, 10, 5000, 10_000, List.of(), true));
                var wire = new Deflating(server);
                var plain = new RawClient(server.uri())) {
            market.move("ACME", 101_25, 1_763_637_722_123L);
            plain.text("{\"subscribe\":[\"*\"]}");
            assertTrue(
                    plain.read().endsWith("\"time\":1763637722123}]}"),
                    "a client that doesn't ask for compression gets none");
            wire.socket.getOutputStream().write(bytes(RawClient.frame(0x81, "{\"subscribe\":[\"*\"]}")));
            wire.read();

            int all = 0;
            int compressed = 0;
            for (int i = 1; i <= 20; i++) {
                market.move("ACME", 101_25 + 7 * i, 1_763_637_722_123L + 500 * i);
                var message = wire.read();
                assertEquals(new String(market.after(0).json()), message);
                all += message.length();
                compressed += wire.length;
            }

            System.out.printf(ROOT, "20 prices: %d bytes of text, %d compressed.%n", all, compressed);
            assertTrue(
                    compressed < all / 2,
                    String.format(
                            ROOT,
                            "messages that resemble each other become small, but %d bytes of text became %d",
                            all,
                            compressed));
        }
    }

    @Test
    void withoutTheSettingNoClientGetsDeflate() throws Exception {
        try (var server = start(Options.DEFAULT);
                var wire = new Wire(server.uri())) {
            wire.send(RawClient.HANDSHAKE.replace("Upgrade: websocket\r\n", DEFLATE));

            var head = wire.receive("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(!head.contains("permessage-deflate"), head);
        }
    }

    /** A client that asks for compression, and decompresses by hand. */
    private static final class Deflating implements AutoCloseable {
        private final Inflater inflater = new Inflater(true);
        private final Socket socket;
        private final DataInputStream in;
        private int length;

        Deflating(WebSocketServer server) throws Exception {
            socket = new Socket("localhost", server.uri().getPort());
            socket.getOutputStream().write(bytes(RawClient.HANDSHAKE.replace("Upgrade: websocket\r\n", DEFLATE)));
            in = new DataInputStream(socket.getInputStream());
            var head = awaitResult("the response to the handshake", this::head);
            assertTrue(head.contains("permessage-deflate"), head);
        }

        private String head() throws IOException {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        }

        String read() throws Exception {
            return awaitResult("a compressed message", this::message);
        }

        private String message() throws Exception {
            assertEquals(0xc1, in.read(), "a whole text, RSV1 set: compressed (RFC 7692 §6)");
            length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            return inflate(in.readNBytes(length));
        }

        private String inflate(byte[] payload) throws DataFormatException {
            var text = new byte[10_000];
            inflater.setInput(payload);
            int n = inflater.inflate(text);
            inflater.setInput(new byte[] {0, 0, -1, -1}); // which the sender has left out (RFC 7692 §7.2.1)
            return new String(text, 0, n + inflater.inflate(text, n, text.length - n));
        }

        @Override
        public void close() throws IOException {
            socket.close();
            inflater.end();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) { // the garbage of other tests may need more than one
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
