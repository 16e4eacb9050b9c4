package ticker.production.proxy;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;

import io.undertow.Undertow;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.polling.Market;
import ticker.polling.PollingServer;

/** A real nginx with a cache between the client and lesson 1's server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class CacheTest {
    private static final Pattern SEQ = Pattern.compile("\\{\"seq\":(\\d+),.*");

    @RegisterExtension
    static final Nginx nginx =
            new Nginx("polling", "cache", "cache-without-condition", "one-second", "stale-while-revalidate");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(Undertow.builder().addHttpListener(0, "localhost"), market);

    @BeforeEach
    void start() {
        nginx.forwarder(8081).leadTo(server.uri());
        market.move("ACME", 101_25, 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache", "cache-without-condition"})
    void aBoardWithNoCacheIsNeverGivenWithoutAskingTheServer(String recipe) throws Exception {
        int before = requestsToServer();
        for (int seq = 1; seq <= 10; seq++) {
            assertEquals(seq, seq(ask(recipe, "quotes")), "the cache responded with an older board");
            market.move("ACME", 101_25 + seq, 1000);
        }

        assertEquals(10, requestsToServer() - before, "requests that reached the server, of ten");
    }

    @Test
    void a304ComesThroughACacheThatPassesTheConditionOn() throws Exception {
        var board = ask("cache", "quotes");

        var same = ask("cache", "quotes", "If-None-Match", etag(board));
        market.move("ACME", 101_50, 2000);
        var newer = ask("cache", "quotes", "If-None-Match", etag(board));

        assertEquals(304, same.statusCode(), "the client has this board, and the server says so by a 304");
        assertEquals("", same.body());
        assertEquals(200, newer.statusCode(), "a price has moved since the client got its board");
        assertEquals(2, seq(newer));
    }

    @Test
    void aCacheKeepsTheConditionToItselfUnlessItIsToldToPassItOn() throws Exception {
        var board = ask("cache-without-condition", "quotes");

        var same = ask("cache-without-condition", "quotes", "If-None-Match", etag(board));

        assertEquals(200, same.statusCode(), "nginx did not pass on the condition, and does not check it");
        assertEquals(board.body(), same.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache", "one-second"})
    void a204ForACursorIsNotKept(String recipe) throws Exception {
        assertEquals(204, ask(recipe, "quotes?after=1").statusCode(), "nothing is newer than 1");
        market.move("ACME", 101_50, 2000);

        assertEquals(
                200, ask(recipe, "quotes?after=1").statusCode(), "the cache has kept the 204, and hides the price");
    }

    @Test
    void whenNothingHasMovedACacheNeedsNoNewBoard() throws Exception {
        ask("one-second", "quotes");

        await(
                "the cache to ask with the ETag of what it has",
                () -> status(ask("one-second", "quotes")),
                "REVALIDATED"::equals);
    }

    /** nginx compares whole seconds: what came at 10.0 s and may be kept for a second is out of date at 12.0 s. */
    @Test
    void whatMayBeKeptForASecondIsGivenForNearlyTwoAndTheServerIsAskedAtMostOnceASecond() throws Exception {
        var moved = new ArrayList<Long>(); // when each number of the market has come
        int before = requestsToServer();
        int asked = 0;
        double oldest = 0;
        double slowest = 0;
        long start = System.nanoTime();
        while (seconds(start) < 4) {
            moved.add(System.nanoTime());
            market.move("ACME", 102_00 + asked, 1000); // 1 was before, so this is 2, and so on
            long asking = System.nanoTime();
            int seq = (int) seq(ask("one-second", "quotes"));
            asked++;
            slowest = Math.max(slowest, seconds(asking));
            if (seq <= moved.size()) { // there is a newer one
                oldest = Math.max(oldest, (asking - moved.get(seq - 1)) / 1e9);
            }
        }
        double lasted = seconds(start);
        int reached = requestsToServer() - before;

        var numbers = String.format(
                ROOT,
                "in %.1f s, %d of %d requests reached the server, the slowest took %.3f s, and the oldest board was out of date for %.3f s",
                lasted,
                reached,
                asked,
                slowest,
                oldest);
        assertTrue(oldest > 1, "the cache should give what it has for more than a second: " + numbers);
        assertTrue(oldest < 2 + slowest, "the cache should give what it has for less than two seconds: " + numbers);
        assertTrue(reached <= lasted + 2, "the cache should ask the server at most once a second: " + numbers);
        assertTrue(asked > 2 * reached, "the cache should save most of the requests: " + numbers);
    }

    @Test
    void withStaleWhileRevalidateNoClientWaitsForTheServer() throws Exception {
        ask("stale-while-revalidate", "quotes");

        await(
                "the cache to give a board that is out of date, while it asks the server",
                () -> status(ask("stale-while-revalidate", "quotes")),
                "STALE"::equals);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String status(HttpResponse<String> response) {
        return response.headers().firstValue("X-Cache").orElseThrow();
    }

    private int requestsToServer() {
        return nginx.forwarder(8081).connections(); // each request has its own: nginx speaks HTTP/1.0 to the server
    }

    private static HttpResponse<String> ask(String recipe, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(nginx.uri(recipe).resolve(path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    private static long seq(HttpResponse<String> response) {
        var matcher = SEQ.matcher(response.body());
        assertTrue(matcher.matches(), () -> "no board came, but " + response + ": " + response.body());
        return Long.parseLong(matcher.group(1));
    }
}
