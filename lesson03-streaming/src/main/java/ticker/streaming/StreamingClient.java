package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The client's half of Server-Sent Events: it reads, and reconnects with the last id. A browser's EventSource does the same,
 * but gives up for good after a response that is no event stream.
 */
final class StreamingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(40); // two keep-alives are missing
    private static final int MAX_EVENT = 1024 * 1024;
    private static final long MIN_RETRY = 100; // a server that asks for less would be flooded

    private final URI server;
    private final Duration timeout;
    private String lastEventId = "";
    private long retry; // what the last stream has asked for, 0 if none has
    private long retryAfter; // what the last refusal has asked for
    private boolean understood; // whether this stream has brought prices

    StreamingClient(URI server) {
        this(server, TIMEOUT);
    }

    /** With another time-out for a server that sends nothing. */
    StreamingClient(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** Reads one stream after the other, and waits longer after each failure. Only an interrupt ends it. */
    void watch(Consumer<Quotes> prices, Backoff.Pause pause) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            var end = read(prices);
            if (understood) {
                failures = 1;
            }
            long millis = pause(failures);
            pause.make(Backoff.sentence(end, millis), millis);
        }
    }

    /** Reads one stream to its end, and says why it has ended. */
    private String read(Consumer<Quotes> prices) {
        understood = false;
        retryAfter = 0;
        try {
            var connection = connect();
            try {
                check(connection);
                read(connection.getInputStream(), prices);
            } finally {
                connection.disconnect();
            }
        } catch (IOException lost) {
            return Backoff.reason(lost);
        }
        return understood ? "The stream has ended." : "The stream has ended without a price.";
    }

    /** HttpURLConnection, because it has what HttpClient lacks: a limit for the time between two reads. */
    private HttpURLConnection connect() throws IOException {
        var connection = (HttpURLConnection) server.resolve("/events").toURL().openConnection();
        connection.setConnectTimeout((int) timeout.toMillis());
        connection.setReadTimeout((int) timeout.toMillis());
        connection.setInstanceFollowRedirects(false); // there is no stream on a login page
        connection.setRequestProperty("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return connection;
    }

    /** Only a 200 with the right type is an event stream (WHATWG HTML §9.2.3). */
    private void check(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("The server does not speak HTTP.");
        }
        if (status != 200) {
            var header = Objects.requireNonNullElse(connection.getHeaderField("Retry-After"), "");
            retryAfter = Backoff.retryAfter(header, Instant.now());
            throw new IOException(Backoff.reason(status));
        }
        // The headers may be cut off: the JDK takes what there is.
        var type = Objects.requireNonNullElse(connection.getContentType(), "a response without a type");
        if (!type.matches("(?i)text/event-stream *(;.*)?")) {
            throw new IOException(String.format(ROOT, "The server sends %s, which is no event stream.", type));
        }
    }

    private void read(InputStream body, Consumer<Quotes> prices) throws IOException {
        var parser = new EventStreamParser(lastEventId);
        var buffer = new byte[8192];
        for (int n; (n = body.read(buffer)) >= 0; ) {
            var events = parser.feed(buffer, n);
            parser.retry().ifPresent(asked -> retry = Math.max(MIN_RETRY, Math.min(Backoff.MAX_RETRY_AFTER, asked)));
            for (var event : events) {
                take(event, prices);
            }
            if (parser.unfinished() > MAX_EVENT) {
                throw new IOException(
                        String.format(ROOT, "The server sent an event of more than %d bytes.", MAX_EVENT));
            }
            lastEventId = parser.lastEventId();
        }
    }

    private void take(Event event, Consumer<Quotes> prices) throws IOException {
        if (event.type().equals("quotes")) {
            prices.accept(Quotes.parse(event.data().getBytes(UTF_8)));
            understood = true;
        }
        // What was not understood must come again.
        lastEventId = event.lastEventId();
    }

    /**
     * How long to wait before it reconnects, in milliseconds. After a stream that had prices this is what the server has asked
     * for, as in EventSource: it asks each client for another time. After failures it is longer each time.
     */
    long pause(int failures) {
        if (understood && retry > 0) {
            return retry;
        }
        return Backoff.pause(failures, Math.max(retry, retryAfter), ThreadLocalRandom.current());
    }

    /** Prints the prices as they come: {@code -Dport=8083}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new StreamingClient(Settings.server(8083));
            client.watch(Quotes::print, Backoff::onConsole);
        });
    }
}
