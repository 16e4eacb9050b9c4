package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The client's half of a WebSocket: subscribe with the cursor, take what comes, come back after a loss. */
final class WebSocketClient {
    static final Duration SILENCE = Duration.ofSeconds(12); // the server says something each 5 s

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final Consumer<Quote> listener;
    private final Duration silence;
    private volatile long cursor;

    WebSocketClient(URI server, Consumer<Quote> listener) {
        this(server, listener, SILENCE);
    }

    WebSocketClient(URI server, Consumer<Quote> listener, Duration silence) {
        this.silence = silence;
        this.server = URI.create(server.toString().replaceFirst("^http", "ws")).resolve("/quotes");
        this.listener = listener;
    }

    /** Reads over one connection until it ends, and says how it ended. */
    String read() throws InterruptedException {
        var session = new Session();
        try {
            var socket = client.newWebSocketBuilder()
                    .subprotocols("quotes.v1")
                    .connectTimeout(SILENCE)
                    .buildAsync(server, session)
                    .join();
            try {
                return session.awaitEnd();
            } finally {
                socket.abort();
            }
        } catch (CompletionException failure) {
            return "No connection: " + failure.getCause();
        }
    }

    /**
     * How long to wait before coming back, in milliseconds: any time up to twice as much after each failure. Half of a
     * fixed time would already bring clients that lost a server together back together.
     */
    static long pause(int failures) {
        return ThreadLocalRandom.current().nextLong(most(failures) + 1);
    }

    static long most(int failures) {
        return Math.min(30_000, 500L << Math.min(failures, 6));
    }

    private void take(String text) {
        if (text.startsWith("{\"market\":")) {
            System.out.println(text.contains("halted") ? "Prices stand still." : "Prices move again.");
            return;
        }
        var message = Quotes.parse(text.getBytes(UTF_8)); // we send no orders: nothing but quotes can come
        message.quotes().forEach(listener);
        cursor = message.seq();
    }

    private final class Session implements WebSocket.Listener {
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();
        private volatile long heard = System.nanoTime();

        @Override
        public void onOpen(WebSocket socket) {
            socket.sendText("{\"subscribe\":[\"*\"],\"after\":%d}".formatted(cursor), true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            heard = System.nanoTime();
            parts.append(part);
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete("Closed by the server: %d %s".formatted(code, reason).strip());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end.complete("Lost: " + failure);
        }

        // Not every lost connection is reported, not even by the JDK's client. Silence always tells.
        String awaitEnd() throws InterruptedException {
            while (true) {
                long left = silence.toMillis() - (System.nanoTime() - heard) / 1_000_000;
                if (left <= 0) {
                    return "Nothing heard for %d ms".formatted(silence.toMillis());
                }
                try {
                    return end.get(left, MILLISECONDS);
                } catch (TimeoutException stillOpen) {
                    // Something may have been heard in the meantime.
                } catch (ExecutionException impossible) {
                    throw new IllegalStateException(impossible); // we end it with a sentence only
                }
            }
        }
    }

    /** Prints the prices as they come: {@code -Dport=8084}. */
    public static void main(String[] args) throws InterruptedException {
        try {
            var server = URI.create("http://localhost:" + Settings.port(8084));
            new WebSocketClient(server, WebSocketClient::print).watch(WebSocketClient::printEnd);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private static void print(Quote quote) {
        System.out.printf("%d  %s %d.%02d%n", quote.seq(), quote.symbol(), quote.cents() / 100, quote.cents() % 100);
    }

    private static void printEnd(String end) {
        System.out.println(end + ". Coming back soon.");
    }

    /** Comes back again and again, and tells how each connection has ended. Only an interrupt ends it. */
    void watch(Consumer<String> ends) throws InterruptedException {
        for (int failures = 0; ; failures++, Thread.sleep(pause(failures))) {
            long before = cursor;
            ends.accept(read());
            if (cursor != before) {
                failures = 0;
            }
        }
    }
}
