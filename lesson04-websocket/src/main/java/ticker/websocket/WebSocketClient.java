package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The client's half of a WebSocket: subscribe with the cursor, take what comes, come back after a loss. */
final class WebSocketClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(12); // the server sends something every 5 s

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Consumer<Quotes> listener;
    private final Duration timeout;
    private volatile long cursor;
    private volatile boolean understood; // whether this connection has brought prices, or another sign of the market
    private long retryAfter;

    WebSocketClient(URI server, Consumer<Quotes> listener) {
        this(server, listener, TIMEOUT);
    }

    /** With another time-out for a server that sends nothing. */
    WebSocketClient(URI server, Consumer<Quotes> listener, Duration timeout) {
        this.server = URI.create(server.toString().replaceFirst("^http", "ws")).resolve("/quotes");
        this.listener = listener;
        this.timeout = timeout;
    }

    /** Reads over one connection until it ends, and says how it ended. */
    String read() throws InterruptedException {
        var session = new Session();
        understood = false;
        retryAfter = 0;
        try {
            var socket = http.newWebSocketBuilder()
                    .subprotocols("quotes.v1")
                    .connectTimeout(TIMEOUT)
                    .buildAsync(server, session)
                    .join();
            try {
                return session.awaitEnd();
            } finally {
                socket.abort();
            }
        } catch (CompletionException failure) {
            return "No connection: " + reason(failure.getCause());
        }
    }

    private String reason(Throwable failure) {
        if (failure instanceof WebSocketHandshakeException refused
                && refused.getResponse().statusCode() != 101) {
            var response = refused.getResponse();
            var header = response.headers().firstValue("Retry-After").orElse("");
            retryAfter = Backoff.retryAfter(header, Instant.now());
            return "the server responded with " + response.statusCode();
        }
        return failure.toString();
    }

    private void take(String text) throws IOException {
        switch (text) {
            case "{\"market\":\"halted\"}" -> System.out.println("Prices stand still.");
            case "{\"market\":\"open\"}" -> System.out.println("Prices move again.");
            default -> {
                var quotes = Quotes.parse(text.getBytes(UTF_8)); // acks can't come: this client sends no orders
                listener.accept(quotes);
                cursor = quotes.seq();
            }
        }
        understood = true;
    }

    private final class Session implements WebSocket.Listener {
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();
        private volatile long heard = System.nanoTime();

        @Override
        public void onOpen(WebSocket socket) {
            socket.sendText(String.format(ROOT, "{\"subscribe\":[\"*\"],\"after\":%d}", cursor), true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            heard = System.nanoTime();
            parts.append(part);
            if (last) {
                try {
                    take(parts.toString());
                } catch (IOException notUnderstood) {
                    end.complete(notUnderstood.getMessage());
                    return null;
                }
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(String.format(ROOT, "Closed by the server: %d %s", code, reason)
                    .strip());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end.complete("Lost: " + failure);
        }

        // Not every lost connection is reported, not even by the JDK's client. Its silence shows them all.
        String awaitEnd() throws InterruptedException {
            while (true) {
                long left = timeout.toMillis() - (System.nanoTime() - heard) / 1_000_000;
                if (left <= 0) {
                    return String.format(ROOT, "Nothing heard for %d ms", timeout.toMillis());
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
        Settings.orExit(() -> {
            var server = Settings.server(8084);
            new WebSocketClient(server, Quotes::print).watch(WebSocketClient::printEnd);
        });
    }

    private static void printEnd(String end) {
        System.out.println(end + ". Coming back soon.");
    }

    /** Comes back again and again, and reports how each connection has ended. Only an interrupt ends it. */
    void watch(Consumer<String> ends) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            ends.accept(read());
            if (understood) {
                failures = 1;
            }
            Thread.sleep(pause(failures));
        }
    }

    /** How long to wait after so many failures, in milliseconds. */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
