package ticker.longpolling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** The client's half of long polling: ask, be held, remember the cursor, ask again at once. */
final class LongPollingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(35); // longer than a server holds a request

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private long cursor;
    private long retryAfter;

    LongPollingClient(URI server) {
        this.server = server;
    }

    /** Asks once and waits. Returns what is newer than its cursor, or nothing when the hold time is over. */
    Quotes ask() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .timeout(TIMEOUT)
                .build();
        retryAfter = 0;
        var response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 204) {
            return new Quotes(cursor, List.of(), false);
        }
        if (response.statusCode() != 200) {
            retryAfter = retryAfter(response);
            throw new IOException(reason(response));
        }
        var quotes = Quotes.parse(response.body());
        cursor = quotes.seq();
        return quotes;
    }

    /** The sentence of the server's problem document, or else the status: a proxy sends no such document. */
    private static String reason(HttpResponse<byte[]> response) {
        var type = response.headers().firstValue("Content-Type").orElse("");
        return type.equals("application/problem+json")
                ? JSON.readTree(response.body()).path("detail").stringValue("")
                : "The server responded with %d.".formatted(response.statusCode());
    }

    private static long retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,4}")) // HTTP allows a date, too: our server sends none
                .map(seconds -> Long.parseLong(seconds) * 1000)
                .orElse(0L);
    }

    long pause(int failures) {
        return pause(failures, retryAfter);
    }

    /**
     * How long to wait before asking again, in milliseconds. After a response it is 0. After a failure it is random, and
     * up to twice as long each time, so that clients that lost a server together don't come back together. What the
     * server asks for comes on top.
     */
    static long pause(int failures, long retryAfter) {
        if (failures == 0) {
            return 0;
        }
        long max = Math.min(30_000, 500L << Math.min(failures, 6));
        return retryAfter + ThreadLocalRandom.current().nextLong(max / 2, max + 1);
    }

    /** Prints the prices as they come: {@code -Dport=8082}. */
    public static void main(String[] args) throws InterruptedException {
        Settings.orExit(() -> {
            var client = new LongPollingClient(Settings.server(8082));
            client.watch(Quotes::print, LongPollingClient::printTrouble);
        });
    }

    private static void printTrouble(IOException failure) {
        System.out.println("No response, asking again soon: " + failure);
    }

    /** Asks again and again, and reports news and failures. Only an interrupt ends it. */
    void watch(Consumer<Quotes> news, Consumer<IOException> trouble) throws InterruptedException {
        for (int failures = 0; ; Thread.sleep(pause(failures))) {
            try {
                news.accept(ask());
                failures = 0;
            } catch (IOException failure) {
                failures++;
                trouble.accept(failure);
            }
        }
    }
}
