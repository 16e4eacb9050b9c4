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
    private static final Duration PATIENCE = Duration.ofSeconds(35); // longer than a server holds a request

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private long cursor;
    private long retryAfter;

    LongPollingClient(URI server) {
        this.server = server;
    }

    /** Asks once, and waits: the quotes that are new to this client, or none when the hold time has passed without. */
    List<Quote> ask() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .timeout(PATIENCE)
                .build();
        retryAfter = 0;
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() == 204) {
            return List.of();
        }
        if (answer.statusCode() != 200) {
            retryAfter = retryAfter(answer);
            throw new IOException(reason(answer));
        }
        var quotes = Quotes.parse(answer.body());
        cursor = quotes.seq();
        return quotes.quotes();
    }

    /** What the server itself says, or else its status: a proxy has no problem documents. */
    private static String reason(HttpResponse<byte[]> answer) {
        var type = answer.headers().firstValue("Content-Type").orElse("");
        return type.equals("application/problem+json")
                ? JSON.readTree(answer.body()).path("detail").stringValue("")
                : "The server answered %d.".formatted(answer.statusCode());
    }

    private static long retryAfter(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,4}")) // it may be a date, too: ours never is
                .map(seconds -> Long.parseLong(seconds) * 1000)
                .orElse(0L);
    }

    /** How long to wait before asking again, in milliseconds. */
    long pause(int failures) {
        return pause(failures, retryAfter);
    }

    /**
     * Nothing after an answer. After failures a random time, up to twice as long each time, so that clients that lost a
     * server together don't come back together; and never sooner than the server allows.
     */
    static long pause(int failures, long retryAfter) {
        if (failures == 0) {
            return 0;
        }
        long most = Math.min(30_000, 500L << Math.min(failures, 6));
        return retryAfter + ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    /** Prints the prices as they come: {@code -Dport=8082}. */
    public static void main(String[] args) throws InterruptedException {
        try {
            var client = new LongPollingClient(URI.create("http://localhost:" + Settings.port(8082)));
            client.watch(LongPollingClient::print, LongPollingClient::printTrouble);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private static void print(Quote quote) {
        System.out.printf("%d  %s %d.%02d%n", quote.seq(), quote.symbol(), quote.cents() / 100, quote.cents() % 100);
    }

    private static void printTrouble(IOException failure) {
        System.out.println("No answer, asking again soon: " + failure);
    }

    /** Asks again and again, and tells each quote and each failure. Only an interrupt ends it. */
    void watch(Consumer<Quote> news, Consumer<IOException> trouble) throws InterruptedException {
        for (int failures = 0; ; Thread.sleep(pause(failures))) {
            try {
                ask().forEach(news);
                failures = 0;
            } catch (IOException failure) {
                failures++;
                trouble.accept(failure);
            }
        }
    }
}
