package ticker.production;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** A WebSocket client for tests, built on the JDK's. It keeps the messages that it gets until the test takes them. */
public final class WebSocketTestClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<Optional<String>> messages =
            new LinkedBlockingQueue<>(); // empty: the connection has ended
    private final BlockingQueue<Integer> pings = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    /** Opens a WebSocket at an address such as {@code http://localhost:8084/quotes}. */
    public WebSocketTestClient(URI address) {
        this(address, HTTP.newWebSocketBuilder());
    }

    public WebSocketTestClient(URI address, WebSocket.Builder builder) {
        var uri = URI.create(address.toString().replaceFirst("^http", "ws"));
        socket = join("the WebSocket to open", builder.buildAsync(uri, this));
    }

    /** The result of a handshake: "101", or the status and the body of its refusal. */
    public static String handshake(URI address) {
        return handshake(address, HTTP.newWebSocketBuilder());
    }

    /** The result of a handshake that a page of this origin sends. */
    public static String handshake(URI address, String origin) {
        return handshake(address, HTTP.newWebSocketBuilder().header("Origin", origin));
    }

    /** The same, with the caller's client and headers. */
    public static String handshake(URI address, WebSocket.Builder builder) {
        try {
            new WebSocketTestClient(address, builder).close();
            return "101";
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refusal) {
                return String.format(
                        ROOT,
                        "%d %s",
                        refusal.getResponse().statusCode(),
                        refusal.getResponse().body());
            }
            throw failure;
        }
    }

    public WebSocketTestClient send(String text) {
        join("a message to leave", socket.sendText(text, true));
        return this;
    }

    public void sendClose(int code, String reason) {
        join("a close frame to leave", socket.sendClose(code, reason));
    }

    /** A failure stays a CompletionException, as the JDK makes it. */
    private static <T> T join(String what, CompletableFuture<T> work) {
        Await.await(what, work::isDone, done -> done);
        return work.join();
    }

    /** The next message. */
    public String next() throws InterruptedException {
        return nextOrEnd()
                .orElseThrow(() -> new AssertionError("No message comes: the connection ended with " + end.join()));
    }

    /** The next message, or nothing when the connection has ended. */
    public Optional<String> nextOrEnd() throws InterruptedException {
        var message = messages.poll(Await.LIMIT.toSeconds(), SECONDS);
        if (message == null) {
            throw new AssertionError(
                    String.format(ROOT, "Waited %d s for a message. The connection is open.", Await.LIMIT.toSeconds()));
        }
        return message;
    }

    /** The first message from here on that is wanted. */
    public String next(String what, Predicate<String> wanted) {
        return Await.await(
                what,
                () -> {
                    var message = messages.poll();
                    return message == null ? "no message" : message.orElseGet(() -> "the end: " + end.join());
                },
                wanted);
    }

    /** Waits for a ping. The JDK's client replies to it by itself. */
    public void awaitPing() throws InterruptedException {
        if (pings.poll(Await.LIMIT.toSeconds(), SECONDS) == null) {
            throw new AssertionError(String.format(ROOT, "Waited %d s for a ping.", Await.LIMIT.toSeconds()));
        }
    }

    /** How the connection ended: the close code and its reason. */
    public String end() throws Exception {
        return Await.await("the end of the connection", end);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            messages.add(Optional.of(parts.toString()));
            parts.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        pings.add(message.remaining());
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        ended(String.format(ROOT, "%d %s", code, reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        ended("1006"); // the code that a browser reports when there was no close frame
    }

    private void ended(String how) {
        end.complete(how);
        messages.add(Optional.empty());
    }

    @Override
    public void close() {
        socket.abort();
    }
}
