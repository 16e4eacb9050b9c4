package ticker.lab.tap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ticker.handshake.HandshakeServer;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** Each lesson's real server behind a real tap: what is decoded is what has passed, to the byte. */
class LessonsTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Transcript transcript = new Transcript();
    private final Decoding decoding = new Decoding(transcript);
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();

    @AfterEach
    void stop() {
        decoding.close();
    }

    /** A tap that counts for itself what passes it. */
    private Tap tap(URI server) {
        return new Tap(0, server.getPort(), connection -> {
            var observer = decoding.observer("lesson", connection);
            return new Observer() {
                @Override
                public void passed(Direction direction, ByteBuffer bytes, double time) {
                    (direction == Direction.UP ? up : down).addAndGet(bytes.remaining());
                    observer.passed(direction, bytes, time);
                }

                @Override
                public void ended(Direction direction, boolean reset, double time) {
                    observer.ended(direction, reset, time);
                }
            };
        });
    }

    private String get(Tap tap, String path) throws Exception {
        var request = HttpRequest.newBuilder(tap.uri().resolve(path)).build();
        return CLIENT.send(request, BodyHandlers.ofString()).body();
    }

    private void getThePage(Tap tap) throws Exception {
        for (var file : List.of("/", "/page.js", "/board.js", "/style.css", "/icon.svg", "/no-such-file")) {
            get(tap, file);
        }
    }

    private List<Message> messages() {
        return transcript.after("lesson", 0, Integer.MAX_VALUE).messages();
    }

    private long count(Kind kind, String line) {
        return messages().stream()
                .filter(message -> message.kind() == kind && message.line().matches("(?s)" + line))
                .count();
    }

    /** Once the tap is closed, all bytes have passed, and all connections have ended. */
    private void assertEveryByteIsInAMessage() throws Exception {
        await("the decoders")
                .atMost(10, SECONDS)
                .until(() -> transcript.counts("lesson").open() == 0);
        var counts = transcript.counts("lesson");
        assertEquals(up.get(), counts.up(), "bytes that went up");
        assertEquals(down.get(), counts.down(), "bytes that came down");
        assertEquals(up.get(), sum(Direction.UP), "bytes of all messages that went up");
        assertEquals(down.get(), sum(Direction.DOWN), "bytes of all messages that came down");
        assertEquals(0, count(Kind.RAW, ".*"), () -> "everything can be decoded: " + messages());
        assertTrue(Drawing.of(SequenceDiagram.of(messages())).contains("GET /"), "and drawn");
    }

    private long sum(Direction direction) {
        return messages().stream()
                .filter(message -> message.direction() == direction)
                .mapToLong(message -> message.payload() + message.overhead())
                .sum();
    }

    @Test
    void polling() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 100_00, 1);
        try (var server = new PollingServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            get(tap, "/quotes");
            get(tap, "/quotes?after=1");
            var order = HttpRequest.newBuilder(tap.uri().resolve("/orders"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"id\":\"c-1\",\"symbol\":\"ACME\",\"side\":\"buy\",\"quantity\":1}"));
            CLIENT.send(order.build(), BodyHandlers.ofString());
            CLIENT.send(order.expectContinue(true).build(), BodyHandlers.ofString());
            var head = HttpRequest.newBuilder(tap.uri().resolve("/quotes")).method("HEAD", BodyPublishers.noBody());
            CLIENT.send(head.build(), BodyHandlers.ofString());
        }

        assertEveryByteIsInAMessage();
        assertEquals(1, count(Kind.ANSWER, "204 No Content"));
        assertEquals(1, count(Kind.ANSWER, "100 Continue"));
        assertEquals(1, count(Kind.REQUEST, "HEAD /quotes"));
        assertEquals(
                0,
                messages().stream()
                        .filter(message -> message.kind() == Kind.ANSWER
                                && !message.line().startsWith("100")
                                && message.answers() == 0)
                        .count(),
                "each answer knows its request");
    }

    @Test
    void longPolling() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            var held = CompletableFuture.supplyAsync(() -> {
                try {
                    return get(tap, "/quotes?after=0");
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
            await("the request").atMost(10, SECONDS).until(() -> count(Kind.REQUEST, "GET /quotes\\?after=0") == 1);
            long answers = count(Kind.ANSWER, ".*");

            market.move("ACME", 100_00, 1);

            assertTrue(held.get(10, SECONDS).contains("ACME"));
            await("its answer").atMost(10, SECONDS).until(() -> count(Kind.ANSWER, ".*") == answers + 1);
        }

        assertEveryByteIsInAMessage();
    }

    @Test
    void streaming() throws Exception {
        var market = new ticker.streaming.Market(0);
        try (var server = new StreamingServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            for (var path : List.of("/events", "/stream")) {
                try (var reader = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
                    reader.getOutputStream()
                            .write("GET %s HTTP/1.1\r\nHost: here\r\n\r\n"
                                    .formatted(path)
                                    .getBytes(UTF_8));
                    for (int price = 1; price <= 3; price++) {
                        market.move("ACME", price, price);
                        readUntil(reader, "\"time\":" + price);
                    }
                }
            }
        }

        assertEveryByteIsInAMessage();
        assertEquals(3, count(Kind.EVENT, "quotes, id .*"));
        assertTrue(count(Kind.LINE, "\\{\"seq\".*") >= 3);
        assertEquals(1, count(Kind.ANSWER, "200 OK, text/event-stream"));
        assertEquals(1, count(Kind.ANSWER, "200 OK, application/x-ndjson"));
    }

    private static void readUntil(Socket reader, String end) throws IOException {
        reader.setSoTimeout(10_000);
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append((char) reader.getInputStream().read());
        }
    }

    @Test
    void webSocket() throws Exception {
        var market = new ticker.websocket.Market(0);
        market.move("ACME", 100_00, 1);
        try (var server = new WebSocketServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            talk(tap, "/quotes", "{\"subscribe\":[\"*\"],\"after\":0}");
        }

        assertEveryByteIsInAMessage();
        assertEquals(1, count(Kind.FRAME, "TEXT \\{\"subscribe\":.*"));
        assertEquals(1, count(Kind.FRAME, "TEXT .*\"symbol\":\"ACME\".*"));
        assertEquals(1, count(Kind.FRAME, "PONG hello"));
        assertEquals(2, count(Kind.FRAME, "CLOSE 1000.*"));
    }

    @Test
    void handshake() throws Exception {
        var market = new ticker.handshake.Market(0);
        try (var server = new HandshakeServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            talk(tap, "/echo", "x".repeat(60_000));
        }

        assertEveryByteIsInAMessage();
        assertEquals(1, count(Kind.ANSWER, "101 Switching Protocols"));
        assertEquals(2, count(Kind.FRAME, "CLOSE 1000.*"));
        assertEquals(
                120_000,
                messages().stream()
                        .filter(message -> message.line().matches("(TEXT|CONTINUATION) .*"))
                        .mapToLong(Message::payload)
                        .sum());
    }

    /** Says something, waits for the answer, pings, and closes. */
    private static void talk(Tap tap, String path, String text) throws Exception {
        var listener = new Listener();
        var uri = URI.create("ws://localhost:%d%s".formatted(tap.port(), path));
        var socket = CLIENT.newWebSocketBuilder().buildAsync(uri, listener).get(10, SECONDS);
        socket.sendText(text, true).get(10, SECONDS);
        await("an answer").atMost(10, SECONDS).until(() -> listener.texts.get() == 1);
        socket.sendPing(ByteBuffer.wrap("hello".getBytes(UTF_8))).get(10, SECONDS);
        listener.pong.get(10, SECONDS);
        socket.sendClose(1000, "bye").get(10, SECONDS);
        listener.closed.get(10, SECONDS);
    }

    private static final class Listener implements WebSocket.Listener {
        final AtomicInteger texts = new AtomicInteger();
        final CompletableFuture<Void> pong = new CompletableFuture<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            texts.addAndGet(last ? 1 : 0);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            pong.complete(null);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(null);
            return null;
        }
    }
}
