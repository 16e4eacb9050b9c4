package ticker.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A WebSocket client for tests, on the JDK's own: what it has been told waits to be asked for. */
final class Client implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    Client(URI server) {
        this(server, HTTP.newWebSocketBuilder());
    }

    Client(URI server, WebSocket.Builder builder) {
        var uri = URI.create(server.toString().replaceFirst("^http", "ws")).resolve("/quotes");
        socket = builder.buildAsync(uri, this).join();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    Client send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message, within ten seconds. */
    String next() throws InterruptedException {
        var message = messages.poll(10, SECONDS);
        if (message == null) {
            throw new AssertionError("no message within ten seconds" + (end.isDone() ? ": " + end.join() : ""));
        }
        return message;
    }

    /** How the connection ended, within ten seconds: the close code and its reason. */
    String end() throws Exception {
        return end.get(10, SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        parts.append(part);
        if (last) {
            messages.add(parts.toString());
            parts.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end.complete("%d %s".formatted(code, reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        end.complete("1006"); // what a browser says when there was no goodbye
    }

    void goodbye(int code, String reason) {
        socket.sendClose(code, reason).join();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
