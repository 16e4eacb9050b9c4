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
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private long cursor;

    PollingClient(URI server) {
        this.server = server;
    }

    /** Polls once. Returns what is newer than its cursor, which may be nothing. */
    Quotes poll() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor))
                .timeout(TIMEOUT)
                .build();
        var response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == 204) {
            return new Quotes(cursor, List.of(), false);
        }
        if (response.statusCode() != 200) {
            throw new IOException("The server responded with %d.".formatted(response.statusCode()));
        }
        var quotes = Quotes.parse(response.body());
        cursor = quotes.seq();
        return quotes;
    }

    /**
     * How long to wait before the next poll, in milliseconds. After a response it is the interval. After a failure it is
     * random, and up to twice as long each time, so that clients that lost a server together don't come back together.
     */
    static long pause(long interval, int failures) {
        if (failures == 0) {
            return interval;
        }
        long max = Math.min(30_000, 500L << Math.min(failures, 6));
        return ThreadLocalRandom.current().nextLong(max / 2, max + 1);
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
                System.out.println("No response, asking again soon: " + failure);
            }
        }
    }
}
