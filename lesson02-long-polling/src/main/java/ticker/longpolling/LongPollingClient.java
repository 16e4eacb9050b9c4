package ticker.longpolling;

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
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The client's half of long polling: ask, be held, remember the cursor, ask again at once. */
final class LongPollingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(35); // longer than a server holds a request

    // No server holds a request for a shorter time. A response that brings nothing and comes sooner is none to ask on
    // at once.
    private static final Duration SHORTEST_HOLD = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Duration timeout;
    private long cursor;
    private long retryAfter;

    LongPollingClient(URI server) {
        this(server, TIMEOUT);
    }

    /** With another time-out for a whole response. */
    LongPollingClient(URI server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** Asks once and waits. Returns what is newer than its cursor, or nothing when the hold time is over. */
    Quotes ask() throws IOException, InterruptedException {
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
            throw new IOException(reason(response));
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

    /** The sentence of the server's problem document, or else the status: what stands between sends no such document. */
    private static String reason(HttpResponse<byte[]> response) {
        var type = response.headers().firstValue("Content-Type").orElse("");
        var detail = type.matches("(?i)application/problem\\+json *(;.*)?") ? detail(response.body()) : "";
        return detail.isEmpty() ? "The server responded with " + response.statusCode() + "." : detail;
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
            client.watch(Quotes::print, LongPollingClient::printTrouble);
        });
    }

    private static void printTrouble(IOException failure) {
        // Some failures have only a name, such as a ConnectException.
        var reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        System.out.println("No prices, asking again soon: " + reason);
    }

    /** Asks again and again, and reports news and failures. Only an interrupt ends it. */
    void watch(Consumer<Quotes> news, Consumer<IOException> trouble) throws InterruptedException {
        for (int failures = 0; ; ) {
            long before = cursor;
            long began = System.nanoTime();
            try {
                news.accept(ask());
                failures = 0;
                if (cursor <= before && System.nanoTime() - began < SHORTEST_HOLD.toNanos()) {
                    Thread.sleep(PAUSE.toMillis());
                }
            } catch (IOException failure) {
                failures++;
                trouble.accept(failure);
                Thread.sleep(pause(failures));
            }
        }
    }

    /** How long to wait after so many failures, in milliseconds. */
    long pause(int failures) {
        return Backoff.pause(failures, retryAfter, ThreadLocalRandom.current());
    }
}
