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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A client without a browser: subscribes with its cursor, takes quotes, and reconnects after a loss. */
final class WebSocketClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(12); // the server sends something every 5 s
    private static final int LOST = 1006; // the code of an end without a close frame (RFC 6455 §7.1.5)
    private static final int MAX_MESSAGE = 1024 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Consumer<Quotes> listener;
    private final Duration timeout;
    private volatile long cursor;
    private volatile boolean understood; // whether this connection has brought a message that we understand
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

    /** Reads over one connection until it ends, and says why it has ended. */
    String read() throws InterruptedException {
        var session = new Session();
        understood = false;
        retryAfter = 0;
        try {
            var socket = http.newWebSocketBuilder()
                    .subprotocols("quotes.v1")
                    .connectTimeout(timeout) // of the whole handshake
                    .buildAsync(server, session)
                    .get();
            try {
                return session.awaitEnd();
            } finally {
                socket.abort();
            }
        } catch (ExecutionException failure) {
            return reason(failure.getCause());
        }
    }

    private String reason(Throwable failure) {
        if (!(failure instanceof WebSocketHandshakeException refused)) {
            return failure instanceof IOException lost ? Backoff.reason(lost) : failure.toString();
        }
        var response = refused.getResponse();
        if (response.statusCode() == 101) {
            return "The handshake is wrong. " + refused.getCause().getMessage();
        }
        var header = response.headers().firstValue("Retry-After").orElse("");
        retryAfter = Backoff.retryAfter(header, Instant.now());
        return Backoff.reason(response.statusCode());
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
            if (part.length() > MAX_MESSAGE - parts.length()) {
                end.complete(String.format(ROOT, "The server sent a message of more than %d characters.", MAX_MESSAGE));
                return null;
            }
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
            end.complete(code == LOST ? "The connection was lost." : closed(code, reason));
            return null;
        }

        private static String closed(int code, String reason) {
            return String.format(ROOT, "The server has closed (%d)%s", code, reason.isEmpty() ? "." : ": " + reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end.complete(reason(failure));
        }

        // Not every lost connection is reported, also not by the JDK's client. But each one is silent.
        String awaitEnd() throws InterruptedException {
            while (true) {
                long left = timeout.toMillis() - (System.nanoTime() - heard) / 1_000_000;
                if (left <= 0) {
                    return "The server took too long.";
                }
                try {
                    return end.get(left, MILLISECONDS);
                } catch (TimeoutException stillOpen) {
                    // A message may have come in the meantime.
                } catch (ExecutionException impossible) {
                    throw new IllegalStateException(impossible); // we complete it with a sentence only
                }
            }
        }
    }

    /** Prints the prices as they come: {@code -Dport=8084}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var server = Settings.server(8084);
            new WebSocketClient(server, Quotes::print).watch(Backoff::onConsole);
        });
    }

    /** Reconnects again and again, and less often after failures. Only an interrupt ends it. */
    void watch(Backoff.Pause pause) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            var end = read();
            if (understood) {
                failures = 1;
            }
            long millis = pause(failures);
            pause.make(Backoff.sentence(end, millis), millis);
        }
    }

    /** How long to wait after so many failures, in milliseconds. */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
