package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static ticker.polling.Await.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(0, market);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPollReturnsTheWholeBoard() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);

        var response = get("/quotes");

        assertStatus(200, response);
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("""
                {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", response.body());
    }

    @Test
    void everyClientSeesTheSamePrices() throws Exception {
        market.move("ACME", 101_25, 1000);

        var first = get("/quotes").body();

        for (int i = 0; i < 50; i++) {
            assertEquals(first, get("/quotes").body(), "M4: asking must not change the data");
        }
    }

    @Test
    void aPollWithACursorReturnsOnlyWhatIsNewer() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        market.move("CUSP", 9_99, 3000);

        assertEquals("""
                {"seq":3,"quotes":[\
                {"seq":2,"symbol":"BRIO","price":55.00,"time":2000},\
                {"seq":3,"symbol":"CUSP","price":9.99,"time":3000}]}""", get("/quotes?after=1").body());
    }

    @Test
    void aPollThatBringsNothingIsA204WithoutABody() throws Exception {
        market.move("ACME", 101_25, 1000);

        var response = get("/quotes?after=1");

        assertStatus(204, response);
        assertEquals("", response.body());
    }

    /** A 204 may be kept by default (RFC 9110 §15.1). A cache that did so would hide the price that moves next. */
    @Test
    void afterA204TheSameCursorIsAskedAgainAndNoCacheMayHaveKeptThe204() throws Exception {
        market.move("ACME", 101_25, 1000);

        var nothing = get("/quotes?after=1");
        market.move("ACME", 101_26, 2000);
        var again = get("/quotes?after=1");

        assertStatus(204, nothing);
        assertEquals(
                "no-store", header(nothing, "Cache-Control"), "a cache that kept this 204 would hide the next price");
        assertEquals(200, again.statusCode(), "the same request has another response now");
    }

    /** Up to nine moves between two polls, so that prices of one symbol overtake each other. */
    @Test
    void aPollBringsTheNewestPriceOfEachSymbolThatHasMovedAndNothingTwice() throws Exception {
        var client = new PollingClient(server.uri());
        var random = new Random(7);
        int overtaken = 0;
        long seq = 0;
        for (int poll = 1; poll <= 100; poll++) {
            var newest = new LinkedHashMap<String, Quote>(); // since the last poll, in the order of the moves
            for (int moves = random.nextInt(10); moves > 0; moves--) {
                var symbol = Ticker.SYMBOLS.get(random.nextInt(5));
                market.move(symbol, ++seq, seq);
                overtaken += newest.remove(symbol) == null ? 0 : 1;
                newest.put(symbol, new Quote(seq, symbol, seq, seq));
            }

            assertEquals(
                    List.copyOf(newest.values()),
                    client.poll().quotes(),
                    "poll " + poll + " brings the newest price of each symbol that has moved since the one before");
        }
        assertTrue(overtaken > 100, "prices that were overtaken between two polls: " + overtaken);
    }

    @Test
    void aResponseToACursorIsNotWorthKeeping() throws Exception {
        market.move("ACME", 101_25, 1000);

        assertEquals("no-store", header(get("/quotes?after=0"), "Cache-Control"));
        assertEquals("no-store", header(get("/quotes?after=1"), "Cache-Control"));
    }

    @Test
    void theBoardMayBeKeptButMustBeAskedForAgain() throws Exception {
        market.move("ACME", 101_25, 1000);

        var response = get("/quotes");

        assertEquals("\"1\"", header(response, "ETag"));
        assertEquals("no-cache", header(response, "Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "\"0\", \"1\""})
    void theSameBoardAgainIsA304WithoutABody(String etag) throws Exception {
        market.move("ACME", 101_25, 1000);

        var response = get("/quotes", "If-None-Match", etag);

        assertStatus(304, response);
        assertEquals("", response.body());
        assertEquals("\"1\"", header(response, "ETag"));
        assertEquals("no-cache", header(response, "Cache-Control"), "RFC 9110 §15.4.5: as the 200 would have said");
    }

    @Test
    void anotherBoardIsA200() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("ACME", 101_26, 2000);

        var response = get("/quotes", "If-None-Match", "\"1\"");

        assertStatus(200, response);
        assertEquals("\"2\"", header(response, "ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "0x10", "%20", "99999999999999999999", "1%00", "\u0661"})
    void aCursorThatIsNotANumberIsA400(String cursor) throws Exception {
        var response = get("/quotes?after=" + cursor);

        assertStatus(400, response);
        assertEquals("application/problem+json", header(response, "Content-Type"));
        assertTrue(response.body().contains("after must be a whole number"), response::body);
    }

    @Test
    void aCursorFromBeforeARestartGetsTheWholeBoard() throws Exception {
        long yesterday = 1_763_600_000_000L;
        market.move("ACME", 101_25, yesterday);
        var restarted = new Market(yesterday + 86_400_000); // a market's sequence starts at the wall clock
        restarted.move("ACME", 102_00, yesterday + 86_400_001);
        restarted.move("BRIO", 55_00, yesterday + 86_400_002);
        try (var back = new PollingServer(0, restarted)) {
            var client = new PollingClient(back.uri());
            var board = client.poll().quotes();

            var next = Quotes.parse(send(request(back.uri(), "/quotes?after=" + (yesterday + 1)))
                    .body()
                    .getBytes());

            assertEquals(board, next.quotes(), "the whole board of the new market");
            assertTrue(next.reset(), "the client's prices are from the old market: it has to forget them");
        }
    }

    @Test
    void aCursorFromTheFutureGetsTheWholeBoardAsAReset() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        var response = get("/quotes?after=999999999999999999");

        assertEquals(get("/quotes").body().replace("\"quotes\"", "\"reset\":true,\"quotes\""), response.body());
    }

    @Test
    void oneThousandPollsRideOneConnection() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var relay = new Relay(server.uri())) {
            var client = new PollingClient(relay.uri());

            for (int i = 0; i < 1000; i++) {
                client.poll();
            }

            assertEquals(1000, relay.requests(), "requests: each poll is one");
            assertEquals(1, relay.connections(), "M1: a poll is a request, not a connection");
        }
    }

    @Test
    void anOrderRidesTheConnectionOfThePolls() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var relay = new Relay(server.uri())) {
            var client = HttpClient.newHttpClient();
            for (int i = 0; i < 10; i++) {
                send(client, request(relay.uri(), "/quotes"));
                var order = String.format(ROOT, """
                        {"id":"c-%d","symbol":"ACME","side":"buy","quantity":10}""", i);
                var response = send(
                        client,
                        request(relay.uri(), "/orders")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(order)));
                assertStatus(200, response);
            }

            assertEquals(1, relay.connections(), "TCP connections for ten polls and ten orders");
        }
    }

    @Test
    void aHeadRequestGetsTheHeadAlone() throws Exception {
        market.move("ACME", 101_25, 1000);

        var response = send(request("/quotes").method("HEAD", BodyPublishers.noBody()));

        assertStatus(200, response);
        assertEquals("", response.body());
        assertEquals("\"1\"", header(response, "ETag"));
    }

    @Test
    void aHeadRequestThatBringsNothingIsA204WithoutALength() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var wire = new Wire(server.uri())) {
            wire.send("HEAD /quotes?after=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var response = wire.receive("\r\n\r\n");

            assertTrue(response.startsWith("HTTP/1.1 204 "), response);
            assertFalse(response.contains("Content-Length") || response.contains("Transfer-Encoding"), response);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anyOtherMethodIsA405ThatNamesTheRightOnes(String method) throws Exception {
        var response = send(request("/quotes").method(method, BodyPublishers.ofString("x")));

        assertStatus(405, response);
        assertEquals("GET, HEAD", header(response, "Allow"));
        assertEquals("""
                {"title":"Method Not Allowed","status":405,"detail":"/quotes takes only GET, HEAD."}""", response.body());
    }

    @Test
    void anUnknownPathIsA404() throws Exception {
        var response = get("/prices");

        assertStatus(404, response);
        assertEquals("application/problem+json", header(response, "Content-Type"));
    }

    @Test
    void thePageHasItsSecurityHeaders() throws Exception {
        var page = get("/");

        assertStatus(200, page);
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.contains("default-src 'self'"), "the page's Content-Security-Policy: " + policy);
        assertEquals("text/html", header(page, "Content-Type").replaceFirst(" *;.*", ""));
        assertStatus(405, send(request("/").POST(BodyPublishers.ofString("x"))));
    }

    @Test
    void aPortThatIsTakenIsRefusedWithASentence() {
        int port = server.uri().getPort();

        try (var second = new PollingServer(port, market)) {
            fail("two servers can't listen at " + second.uri());
        } catch (IllegalArgumentException taken) {
            assertEquals(
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.", taken.getMessage());
        }
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertEquals(
                status,
                response.statusCode(),
                () -> "the status of the response to " + response.request() + ", whose body is: " + response.body());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return request(server.uri(), path);
    }

    private static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) throws Exception {
        return send(CLIENT, builder);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder builder) throws Exception {
        var request = builder.build();
        return await("the response to " + request, client.sendAsync(request, BodyHandlers.ofString()));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
