package ticker.longpolling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The client's half of long polling: ask, be held, remember the cursor, ask again at once. */
final class LongPollingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(35); // longer than a server holds a request

    // No server holds a request for a shorter time. A response that brings nothing and comes sooner is a failure.
    private static final Duration MIN_HOLD = Duration.ofMillis(100);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Duration timeout;
    private final Duration minHold;
    private long cursor;
    private long retryAfter;

    LongPollingClient(URI server) {
        this(server, TIMEOUT, MIN_HOLD);
    }

    /** With another time-out for a whole response. A response without prices that comes before minHold is a failure. */
    LongPollingClient(URI server, Duration timeout, Duration minHold) {
        this.server = server;
        this.timeout = timeout;
        this.minHold = minHold;
    }

    /** Asks once and waits. Returns what is newer than its cursor, or nothing when the hold time is over. */
    Quotes ask() throws IOException, InterruptedException {
        retryAfter = 0;
        var response = WholeResponse.get(http, server.resolve("/quotes?after=" + cursor), timeout);
        if (response.statusCode() == 204) {
            return new Quotes(cursor, List.of(), false);
        }
        if (response.statusCode() != 200) {
            var header = response.headers().firstValue("Retry-After").orElse("");
            retryAfter = Backoff.retryAfter(header, Instant.now());
            throw new IOException(reason(response));
        }
        var quotes = Quotes.parse(response.body());
        cursor = quotes.seq();
        return quotes;
    }

    /** The sentence of the server's problem document, or else the status in words: a proxy sends no such document. */
    private static String reason(HttpResponse<byte[]> response) {
        var type = response.headers().firstValue("Content-Type").orElse("");
        var isProblem = type.matches("(?i)application/problem\\+json *(;.*)?");
        var detail = isProblem ? detail(response.body()) : "";
        return detail.isEmpty() ? Backoff.reason(response.statusCode()) : detail;
    }

    private static String detail(byte[] problem) {
        try {
            return JSON.readTree(problem).path("detail").stringValue("");
        } catch (JacksonException noJson) {
            return ""; // whatever its type says
        }
    }

    /** Prints the prices as they come: {@code -Dport=8082}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new LongPollingClient(Settings.server(8082));
            client.watch(Quotes::print, Backoff::onConsole);
        });
    }

    /** Asks again and again, and less often after failures. Only an interrupt ends it. */
    void watch(Consumer<Quotes> prices, Backoff.Pause pause) throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                watchOnce(prices);
                failures = 0;
            } catch (IOException failure) {
                long millis = pause(++failures);
                pause.make(Backoff.sentence(Backoff.reason(failure), millis), millis);
            }
        }
    }

    /** A response that comes at once and has nothing new is a failure: no server that holds requests sends it. */
    private void watchOnce(Consumer<Quotes> prices) throws IOException, InterruptedException {
        long before = cursor;
        long began = System.nanoTime();
        prices.accept(ask());
        if (cursor <= before && System.nanoTime() - began < minHold.toNanos()) {
            throw new IOException("The server responded at once with nothing new.");
        }
    }

    /** How long to wait after so many failures, in milliseconds. */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
