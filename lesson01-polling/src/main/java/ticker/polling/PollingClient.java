package ticker.polling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** The client's half of polling: ask, remember the cursor, wait, ask again. */
final class PollingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private long cursor;
    private long retryAfter;

    PollingClient(URI server) {
        this.server = server;
    }

    /** Polls once. Returns what is newer than its cursor, which may be nothing. */
    Quotes poll() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .timeout(TIMEOUT)
                .build();
        retryAfter = 0;
        var response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 204) {
            return new Quotes(cursor, List.of(), false);
        }
        if (response.statusCode() != 200) {
            var header = response.headers().firstValue("Retry-After").orElse("");
            retryAfter = Backoff.retryAfter(header, Instant.now());
            throw new IOException("The server responded with " + response.statusCode() + ".");
        }
        var quotes = Quotes.parse(response.body());
        cursor = quotes.seq();
        return quotes;
    }

    /** Prints the prices as they come: {@code -Dport=8081 -Dinterval=1000}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new PollingClient(Settings.server(8081));
            client.watch(Settings.whole("interval", 1000, 10, 60_000));
        });
    }

    private void watch(long interval) throws InterruptedException {
        for (int failures = 0; ; Thread.sleep(pause(interval, failures))) {
            try {
                poll().print();
                failures = 0;
            } catch (IOException failure) {
                failures++;
                // Some failures have only a name, such as a ConnectException.
                var reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
                System.out.println("No prices, asking again soon: " + reason);
            }
        }
    }

    /** How long to wait before the next poll, in milliseconds: the interval, or longer and longer after failures. */
    long pause(long interval, int failures) {
        return failures == 0 ? interval : Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
