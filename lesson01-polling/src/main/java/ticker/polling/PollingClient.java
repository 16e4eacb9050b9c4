package ticker.polling;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The client's half of polling: ask, remember the cursor, wait, ask again. */
final class PollingClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private long cursor;

    PollingClient(URI server) {
        this.server = server;
    }

    /** Asks once: the quotes that are new to this client, or none. */
    List<Quote> poll() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .timeout(PATIENCE)
                .build();
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() == 204) {
            return List.of();
        }
        if (answer.statusCode() != 200) {
            throw new IOException("The server answered %d.".formatted(answer.statusCode()));
        }
        var quotes = Quotes.parse(answer.body());
        cursor = quotes.seq();
        return quotes.quotes();
    }

    /**
     * How long to wait before the next poll, in milliseconds: the interval, or after failures a random time up to twice
     * as long each time, so that clients that lost a server together don't come back together.
     */
    static long pause(long interval, int failures) {
        if (failures == 0) {
            return interval;
        }
        long most = Math.min(30_000, 500L << Math.min(failures, 6));
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    /** Prints the prices as they come: {@code -Dport=8081 -Dinterval=1000}. */
    public static void main(String[] args) throws InterruptedException {
        try {
            var client = new PollingClient(URI.create("http://localhost:" + Settings.port(8081)));
            client.watch(Settings.whole("interval", 1000, 10, 60_000));
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private void watch(long interval) throws InterruptedException {
        for (int failures = 0; ; Thread.sleep(pause(interval, failures))) {
            try {
                for (var quote : poll()) {
                    System.out.printf(
                            "%d  %s %d.%02d%n", quote.seq(), quote.symbol(), quote.cents() / 100, quote.cents() % 100);
                }
                failures = 0;
            } catch (IOException failure) {
                failures++;
                System.out.println("No answer, asking again soon: " + failure);
            }
        }
    }
}
