package ticker.polling;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;

/** The client's half of polling: ask, remember the cursor, wait, ask again. */
final class PollingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Duration timeout;
    private long cursor;
    private long retryAfter;

    PollingClient(URI server) {
        this(server, TIMEOUT);
    }

    /** With another time-out for a whole response. */
    PollingClient(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** Polls once. Returns what is newer than its cursor, which may be nothing. */
    Quotes poll() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .build();
        retryAfter = 0;
        var response = send(request);
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

    /** As {@code HttpClient.send}, whose time-out ends with the head of the response: the body might never end. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return response.get(timeout.toMillis(), MILLISECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new HttpTimeoutException("No whole response within " + timeout.toMillis() + " ms.");
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
        }
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
