package ticker.polling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

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
        retryAfter = 0;
        var response = WholeResponse.get(http, server.resolve("/quotes?after=" + cursor), timeout);
        if (response.statusCode() == 204) {
            return new Quotes(cursor, List.of(), false);
        }
        if (response.statusCode() != 200) {
            var header = response.headers().firstValue("Retry-After").orElse("");
            retryAfter = Backoff.retryAfter(header, Instant.now());
            throw new IOException(Backoff.reason(response.statusCode()));
        }
        var quotes = Quotes.parse(response.body());
        cursor = quotes.seq();
        return quotes;
    }

    /** Prints the prices as they come: {@code -Dport=8081 -Dinterval=1000}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new PollingClient(Settings.server(8081));
            client.watch(Settings.whole("interval", 1000, 10, 60_000), Quotes::print, Backoff::onConsole);
        });
    }

    /** Polls at an interval, and less often after failures. Only an interrupt ends it. */
    void watch(long interval, Consumer<Quotes> prices, Backoff.Pause pause) throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                prices.accept(poll());
                failures = 0;
                Thread.sleep(interval);
            } catch (IOException failure) {
                long millis = pause(++failures);
                pause.make(Backoff.sentence(Backoff.reason(failure), millis), millis);
            }
        }
    }

    /** How long to wait after so many failures, in milliseconds. */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
