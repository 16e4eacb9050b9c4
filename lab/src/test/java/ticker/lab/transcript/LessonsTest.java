package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.relay.Observer;
import ticker.lab.relay.Peer;
import ticker.lab.relay.Tap;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** Each lesson's real server behind a real tap: what is decoded is what has passed, to the byte. */
class LessonsTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Transcript transcript = new Transcript();
    private final TranscriptRecorder decoding = new TranscriptRecorder(transcript);
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

    private static void get(Tap tap, String path) throws Exception {
        send(HttpRequest.newBuilder(tap.uri().resolve(path)));
    }

    private static void send(HttpRequest.Builder request) throws Exception {
        await("the response to " + request.build(), sendAsync(request));
    }

    private static CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static void getThePage(Tap tap) throws Exception {
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

    private void assertCount(long expected, Kind kind, String line) {
        assertEquals(expected, count(kind, line), () -> "%s like %s among these:\n%s".formatted(kind, line, lines()));
    }

    /** The messages, a line for each, of which only the beginning is told. */
    private String lines() {
        return messages().stream()
                .map(message -> message.kind() + " "
                        + message.line().lines().findFirst().orElse(""))
                .map(line -> line.substring(0, Math.min(120, line.length())))
                .collect(joining("\n"));
    }

    /** Once the tap is closed, all bytes have passed, and all connections have ended. */
    private void assertEveryByteIsInAMessage() throws Exception {
        awaitEqual(
                "connections that are open",
                0L,
                () -> transcript.counts("lesson").open());
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
            send(order);
            send(order.expectContinue(true));
            var head = HttpRequest.newBuilder(tap.uri().resolve("/quotes")).method("HEAD", BodyPublishers.noBody());
            send(head);
        }

        assertEveryByteIsInAMessage();
        assertCount(1, Kind.RESPONSE, "204 No Content");
        assertCount(1, Kind.RESPONSE, "100 Continue");
        assertCount(1, Kind.REQUEST, "HEAD /quotes");
        assertEquals(
                0,
                messages().stream()
                        .filter(message -> message.kind() == Kind.RESPONSE
                                && !message.line().startsWith("100")
                                && message.respondsTo() == 0)
                        .count(),
                "each response knows its request");
    }

    @Test
    void longPolling() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var tap = tap(server.uri())) {
            getThePage(tap);
            var held = sendAsync(HttpRequest.newBuilder(tap.uri().resolve("/quotes?after=0")));
            awaitEqual("requests for quotes", 1L, () -> count(Kind.REQUEST, "GET /quotes\\?after=0"));
            long responses = count(Kind.RESPONSE, ".*");

            market.move("ACME", 100_00, 1);

            var quotes = await("the quotes", held).body();
            assertTrue(quotes.contains("ACME"), quotes);
            awaitEqual("responses", responses + 1, () -> count(Kind.RESPONSE, ".*"));
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
                try (var client = Peer.to(tap.port())) {
                    client.send("GET %s HTTP/1.1\r\nHost: here\r\n\r\n".formatted(path));
                    for (int price = 1; price <= 3; price++) {
                        market.move("ACME", price, price);
                        client.receive("\"time\":" + price);
                    }
                }
            }
        }

        assertEveryByteIsInAMessage();
        assertCount(3, Kind.EVENT, "quotes, id .*");
        assertTrue(count(Kind.LINE, "\\{\"seq\".*") >= 3, () -> "lines with quotes: fewer than 3 in\n" + lines());
        assertCount(1, Kind.RESPONSE, "200 OK, text/event-stream");
        assertCount(1, Kind.RESPONSE, "200 OK, application/x-ndjson");
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
        assertCount(1, Kind.FRAME, "TEXT \\{\"subscribe\":.*");
        assertCount(1, Kind.FRAME, "TEXT .*\"symbol\":\"ACME\".*");
        assertCount(1, Kind.FRAME, "PONG hello");
        assertCount(2, Kind.FRAME, "CLOSE 1000.*");
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
        assertCount(1, Kind.RESPONSE, "101 Switching Protocols");
        assertCount(2, Kind.FRAME, "CLOSE 1000.*");
        assertEquals(
                120_000,
                messages().stream()
                        .filter(message -> message.line().matches("(TEXT|CONTINUATION) .*"))
                        .mapToLong(Message::payload)
                        .sum(),
                "bytes of text, both ways");
    }

    /** Says something, waits for the response, pings, and closes. */
    private static void talk(Tap tap, String path, String text) throws Exception {
        var listener = new Listener();
        var uri = URI.create(String.format(ROOT, "ws://localhost:%d%s", tap.port(), path));
        var socket = await("the handshake", CLIENT.newWebSocketBuilder().buildAsync(uri, listener));
        await("the sending of a text", socket.sendText(text, true));
        awaitEqual("texts", 1, listener.texts::get);
        await("the sending of a ping", socket.sendPing(ByteBuffer.wrap("hello".getBytes(UTF_8))));
        await("a pong", listener.pong);
        await("the sending of a close frame", socket.sendClose(1000, "bye"));
        await("a close frame", listener.closed);
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
