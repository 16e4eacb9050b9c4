package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** A WebSocket client for tests, on the JDK's own. It keeps what it receives until the test asks for it. */
final class Client implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private record Message(String text, long time) {}

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;
    private volatile String newest = ""; // quotes

    Client(URI server) {
        this(server, HTTP.newWebSocketBuilder());
    }

    Client(URI server, WebSocket.Builder builder) {
        var uri = URI.create(server.toString().replaceFirst("^http", "ws")).resolve("/quotes");
        socket = join("the WebSocket to open", builder.buildAsync(uri, this));
    }

    Client send(String text) {
        join("a message to leave", socket.sendText(text, true));
        return this;
    }

    void sendBinary(byte[] bytes) {
        join("a message to leave", socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /** A failure stays the JDK's: a CompletionException. */
    private static <T> T join(String what, CompletableFuture<T> work) {
        Await.await(what, work::isDone, done -> done);
        return work.join();
    }

    /** The next message. */
    String next() throws InterruptedException {
        var message = messages.poll(Await.LIMIT.toSeconds(), SECONDS);
        if (message == null) {
            throw new AssertionError(String.format(
                    ROOT,
                    "Waited %d s for a message. The connection %s.",
                    Await.LIMIT.toSeconds(),
                    end.isDone() ? "has ended: " + end.join() : "is open"));
        }
        return message.text();
    }

    /** Waits for the next message, which must begin so. */
    void expect(String what, String start) throws InterruptedException {
        var message = next();
        assertTrue(
                message.startsWith(start),
                () -> "%s: expected a message that begins with <%s>, but it was <%s>".formatted(what, start, message));
    }

    /** The first message from here on that is wanted. */
    String next(String what, Predicate<String> wanted) {
        return Await.await(
                what,
                () -> {
                    var message = messages.poll();
                    return message == null ? "no message" : message.text();
                },
                wanted);
    }

    /** The seq of the last quotes. */
    long cursor() {
        return newest.isEmpty() ? 0 : quotes(newest).seq();
    }

    /** How old, in milliseconds, the newest price of each message was when it arrived. */
    List<Long> ages() {
        var arrived = new ArrayList<Message>();
        messages.drainTo(arrived);
        return arrived.stream().map(Client::age).toList();
    }

    private static long age(Message message) {
        var quotes = quotes(message.text()).quotes();
        return message.time() - quotes.get(quotes.size() - 1).time();
    }

    private static Quotes quotes(String text) {
        try {
            return Quotes.parse(text.getBytes(UTF_8));
        } catch (IOException others) {
            throw new AssertionError(others.getMessage(), others);
        }
    }

    /** How the connection ended: the close code and its reason. */
    String end() throws Exception {
        return Await.await("the end of the connection", end);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            var text = parts.toString();
            newest = text.startsWith("{\"seq\":") ? text : newest;
            messages.add(new Message(text, System.currentTimeMillis()));
            parts.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end.complete(String.format(ROOT, "%d %s", code, reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end.complete("1006"); // the code of a browser when no close frame came
    }

    @Override
    public void close() {
        socket.abort();
    }
}
