package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The client's half of Server-Sent Events, as a browser's EventSource does it: read, and come back with the last id. */
final class StreamingClient {
    private static final int TIMEOUT = 40_000; // two keep-alives have not come

    private static final long MIN_RETRY = 100; // whatever the server asks for, it is not flooded

    private final URI server;
    private String lastEventId = "";
    private long retry = 1000;
    private int failures;

    StreamingClient(URI server) {
        this.server = server;
    }

    /** Reads one stream after the other, until a response tells it not to come back. Returns the reason, in words. */
    String watch(Consumer<Quotes> listener) throws InterruptedException {
        for (; ; Thread.sleep(pause(failures++))) {
            try {
                var connection = connect();
                var refusal = refusal(connection);
                if (refusal != null) {
                    connection.disconnect();
                    return refusal;
                }
                read(connection, listener);
                System.out.println("The stream has ended, coming back soon.");
            } catch (IOException lost) {
                // Some failures have only a name, such as a SocketException.
                var reason = Objects.requireNonNullElse(lost.getMessage(), lost.toString());
                System.out.println("The stream is lost, coming back soon: " + reason);
            }
        }
    }

    /** HttpURLConnection, because it has what HttpClient lacks: a limit for the time between two reads. */
    private HttpURLConnection connect() throws IOException {
        var connection = (HttpURLConnection) server.resolve("/events").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        return connection;
    }

    /** Why the client does not come back (WHATWG HTML §9.2.3), or null. */
    private static String refusal(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status < 0) {
            throw new IOException("This is not HTTP.");
        }
        if (status != 200) {
            return String.format(ROOT, "The server responded with %d: the client does not come back.", status);
        }
        var type = String.valueOf(connection.getContentType());
        if (!type.matches("(?i)text/event-stream *(;.*)?")) {
            return String.format(ROOT, "The server sends %s, which is no event stream.", type);
        }
        return null;
    }

    private void read(HttpURLConnection connection, Consumer<Quotes> listener) throws IOException {
        var parser = new EventStreamParser(lastEventId);
        var buffer = new byte[8192];
        try (var body = connection.getInputStream()) {
            for (int n; (n = body.read(buffer)) >= 0; ) {
                var events = parser.feed(buffer, n);
                retry = Math.min(Backoff.MAX_RETRY_AFTER, parser.retry().orElse(retry));
                for (var event : events) {
                    take(event, listener);
                }
                lastEventId = parser.lastEventId();
            }
        }
    }

    private void take(Event event, Consumer<Quotes> listener) throws IOException {
        if (event.type().equals("quotes")) {
            listener.accept(Quotes.parse(event.data().getBytes(UTF_8)));
            failures = 0;
        }
        // Only what has been understood need not come again.
        lastEventId = event.lastEventId();
    }

    /** How long to wait before coming back, in milliseconds: what the server has asked for, and more after each further failure. */
    long pause(int failures) {
        long asked = Math.max(retry, MIN_RETRY);
        return failures == 0 ? asked : Backoff.pause(failures, asked, ThreadLocalRandom.current());
    }

    /** Prints the prices as they come: {@code -Dport=8083}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new StreamingClient(Settings.server(8083));
            System.out.println(client.watch(Quotes::print));
        });
    }
}
