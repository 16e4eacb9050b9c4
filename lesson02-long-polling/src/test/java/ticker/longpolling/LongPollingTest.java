package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongPollingTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market, new Options(100, HOUR));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void respondsAtOnceWhenTheClientIsBehind() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        market.move("BRIO", 55_00, 1_763_637_722_999L);

        var response = get("/quotes?after=1");

        assertStatus(200, response);
        assertEquals("application/json", header(response, "Content-Type"));
        assertEquals("""
                {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":1763637722999}]}""", response.body());
    }

    @Test
    void holdsTheRequestOfAClientThatIsNotBehindUntilAPriceMoves() throws Exception {
        market.move("ACME", 101_25, 1000);
        var response = ask(server.uri(), "/quotes?after=1");
        awaitHeld(1, server::held);

        market.move("ACME", 101_26, 2000);

        assertEquals("""
                {"seq":2,"quotes":[{"seq":2,"symbol":"ACME","price":101.26,"time":2000}]}""", receive(response).body());
        awaitHeld(0, server::held);
    }

    @Test
    void withoutACursorItIsTheWholeBoard() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertEquals(get("/quotes?after=0").body(), get("/quotes").body());
    }

    @Test
    void theFirstRequestOfAnEmptyMarketIsHeld() throws Exception {
        var response = ask(server.uri(), "/quotes");
        awaitHeld(1, server::held);

        market.move("ACME", 101_25, 1000);

        assertStatus(200, receive(response));
    }

    @Test
    void onePriceEndsAllHeldRequests() throws Exception {
        var responses = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 50; i++) {
            responses.add(ask(server.uri(), "/quotes?after=0"));
        }
        awaitHeld(50, server::held);

        market.move("ACME", 101_25, 1000);

        for (var response : responses) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", receive(response).body());
        }
    }

    @Test
    void clientsWithTheSameCursorShareTheBytesOfTheirResponse() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertSame(market.after(1).json(), market.after(1).json(), "encoded once, however many clients get it");
    }

    @Test
    void pricesThatCameBetweenTwoRequestsArriveInOneResponse() throws Exception {
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());
            market.move("ACME", 1, 1);
            awaitResult("the first price", client::ask);
            for (int i = 2; i <= 31; i++) {
                market.move(Ticker.SYMBOLS.get(i % 5), i, i);
            }

            var quotes = awaitResult("what has moved since", client::ask).quotes();

            assertEquals(
                    List.of(27L, 28L, 29L, 30L, 31L),
                    quotes.stream().map(Quote::seq).toList(),
                    "one response has the newest price of each symbol that moved since the one before");
            assertEquals(2, relay.requests(), "requests: one for the first price, one for the 30 after it");
            ask(server.uri(), "/quotes?after=31");
            awaitHeld(1, server::held); // nothing is left for it
            System.out.printf(
                    ROOT, "30 prices of 5 symbols between two requests: 1 response with %d quotes.%n", quotes.size());
        }
    }

    @Test
    void nothingNewWithinTheHoldTimeIsA204() throws Exception {
        try (var timed = new Timed(200)) {
            var first = timed.ask();
            timed.check(100);
            var second = timed.ask();

            timed.check(200);
            assertEquals(2, timed.server.held(), "requests that are held for 200 ms, which is the hold time");
            timed.check(201);
            awaitHeld(1, timed.server::held);
            assertStatus(204, receive(first));
            timed.check(300);
            assertEquals(1, timed.server.held(), "each has the whole hold time, from its own beginning");
            timed.check(301);
            awaitHeld(0, timed.server::held);
            assertStatus(204, receive(second));
        }
    }

    /** A server with a hold time, on a clock that the test sets. */
    private final class Timed implements AutoCloseable {
        private final AtomicLong now = new AtomicLong();
        private final Subscribers subscribers = new Subscribers(market, 10, now::get);
        private final LongPollingServer server;

        private Timed(long holdTime) {
            server = new LongPollingServer(Server.listenOn(0), market, new Options(10, holdTime), subscribers);
        }

        /** Asks for what is newer than nothing, and waits until the request is held. */
        CompletableFuture<HttpResponse<String>> ask() {
            int held = server.held();
            var response = LongPollingTest.ask(server.uri(), "/quotes?after=0");
            awaitHeld(held + 1, server::held);
            return response;
        }

        /** Lets it be so many milliseconds later than at the beginning. */
        void check(long millis) {
            now.set(millis);
            subscribers.check();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Proxies give up after 30 s or later. */
    @Test
    void byDefaultAHoldEndsBeforeAProxyGivesUp() throws Exception {
        try (var timed = new Timed(Options.DEFAULT.holdTime())) {
            var response = timed.ask();
            timed.check(25_000);
            assertEquals(1, timed.server.held(), "requests that are held for 25 s");

            timed.check(30_000);

            awaitEqual("requests held after 30 s, when a proxy may give up,", 0, timed.server::held);
            assertStatus(204, receive(response));
        }
    }

    /** So large a response does not fit into the socket buffers. The time limit is four seconds of the wall clock. */
    @Test
    void aClientThatDoesNotTakeItsNewsGivesItsPlaceBack() throws Exception {
        var subscribers = new Subscribers(market, 1);
        try (var server = new LongPollingServer(Server.listenOn(0), market, Options.DEFAULT, subscribers);
                var wire = new Wire(server.uri())) {
            wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
            awaitHeld(1, server::held);

            market.move("X".repeat(20_000_000), 1, 1);

            awaitHeld(0, server::held);
            awaitResult("the place to come back: the response to a held request has a time limit, too,", () -> {
                subscribers.close(Duration.ofHours(1)); // waits for all places
                return "all places are back";
            });
        }
    }

    @Test
    void theClockStartsAgainForEveryRequest() throws Exception {
        try (var timed = new Timed(100)) {
            for (int start = 0; start < 1000; start += 200) {
                timed.check(start);
                var response = timed.ask();
                timed.check(start + 100);
                assertEquals(1, timed.server.held(), "requests that are held for 100 ms, which is the hold time");

                timed.check(start + 101);

                awaitHeld(0, timed.server::held);
                assertStatus(204, receive(response));
            }
        }
    }

    @Test
    void pastTheLimitOfHeldRequestsItIsA503ThatSaysWhenToComeBack() throws Exception {
        try (var small = new LongPollingServer(0, market, new Options(2, HOUR))) {
            var first = ask(small.uri(), "/quotes?after=0");
            var second = ask(small.uri(), "/quotes?after=0");
            awaitHeld(2, small::held);

            var third = receive(ask(small.uri(), "/quotes?after=0"));

            assertStatus(503, third);
            assertEquals("5", header(third, "Retry-After"));
            assertEquals("application/problem+json", header(third, "Content-Type"));
            assertEquals(2, small.held(), "requests that are held: the refused one is not among them");

            market.move("ACME", 101_25, 1000);
            assertStatus(200, receive(first));
            assertStatus(200, receive(second));
            assertEquals(200, receive(ask(small.uri(), "/quotes?after=0")).statusCode(), "news is never refused");
            awaitHeld(0, small::held); // a place is free a moment after the response has come
            ask(small.uri(), "/quotes?after=1");
            awaitHeld(1, small::held);
        }
    }

    @Test
    void aClientThatLeavesGivesItsPlaceBackAtOnce() throws Exception {
        try (var small = new LongPollingServer(0, market, new Options(1, HOUR))) {
            for (int i = 0; i < 20; i++) {
                try (var wire = new Wire(small.uri())) {
                    wire.send("GET /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    awaitHeld(1, small::held);
                }
                awaitHeld(0, small::held);
            }
        }
    }

    @Test
    void aServerThatStopsRespondsToTheRequestsItHolds() throws Exception {
        var response = ask(server.uri(), "/quotes?after=0");
        awaitHeld(1, server::held);

        server.close();

        assertStatus(503, receive(response));
        assertEquals("1", header(receive(response), "Retry-After"));
        market.move("ACME", 101_25, 1000); // there is no subscriber left: it does no harm
    }

    @Test
    void noRequestIsHeldWhilePricesStandStill() throws Exception {
        var held = ask(server.uri(), "/quotes?after=0");
        awaitHeld(1, server::held);

        server.halt(true);

        var told = await("the response to a held request: none is held when prices stand still", held);
        assertEquals(503, told.statusCode(), "what a held request gets when prices stand still");
        assertEquals("1", header(receive(held), "Retry-After"));
        assertEquals("""
                {"title":"Service Unavailable","status":503,\
                "detail":"Prices stand still: the server has lost the market."}""", get("/quotes").body());
        awaitHeld(0, server::held);
        server.halt(false);
        market.move("ACME", 101_25, 1000);
        assertStatus(200, get("/quotes"));
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
    void aCursorFromTheFutureGetsTheWholeBoardAtOnceAsAReset() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        var response = get("/quotes?after=999999999999999999");

        assertEquals(get("/quotes").body().replace("\"quotes\"", "\"reset\":true,\"quotes\""), response.body());
    }

    @Test
    void twoHundredRequestsRideOneConnection() throws Exception {
        try (var relay = new Relay(server.uri())) {
            var client = new LongPollingClient(relay.uri());

            for (int i = 1; i <= 200; i++) {
                market.move("ACME", i, i);
                awaitResult(String.format(ROOT, "price %d", i), client::ask);
            }

            assertEquals(200, relay.requests(), "requests: one for each price");
            assertEquals(1, relay.connections(), "TCP connections: a long poll is a request, not a connection");
        }
    }

    @Test
    void aHeadRequestIsNotHeld() throws Exception {
        var request = HttpRequest.newBuilder(server.uri().resolve("/quotes"))
                .method("HEAD", BodyPublishers.noBody())
                .build();

        var nothing = receive(CLIENT.sendAsync(request, BodyHandlers.ofString()));
        market.move("ACME", 101_25, 1000);
        var news = receive(CLIENT.sendAsync(request, BodyHandlers.ofString()));

        assertStatus(204, nothing);
        assertStatus(200, news);
        assertEquals("", news.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anyOtherMethodIsA405ThatNamesTheRightOnes(String method) throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/quotes")).method(method, BodyPublishers.ofString("x"));

        var response = receive(CLIENT.sendAsync(request.build(), BodyHandlers.ofString()));

        assertStatus(405, response);
        assertEquals("GET, HEAD", header(response, "Allow"));
        assertEquals("""
                {"title":"Method Not Allowed","status":405,"detail":"/quotes takes only GET, HEAD."}""", response.body());
    }

    @ParameterizedTest
    @CsvSource({"/prices", "/orders"})
    void anUnknownPathIsA404(String path) throws Exception {
        var response = get(path);

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
    }

    @Test
    void aPortThatIsTakenIsRefusedWithASentence() {
        int port = server.uri().getPort();

        try (var second = new LongPollingServer(port, market)) {
            fail("two servers can't listen at " + second.uri());
        } catch (IllegalArgumentException taken) {
            assertEquals(
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.", taken.getMessage());
        }
    }

    /** Asks without waiting for the response. */
    private static CompletableFuture<HttpResponse<String>> ask(URI server, String path) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return receive(ask(server.uri(), path)); // at once: else it is held for an hour
    }

    private static HttpResponse<String> receive(CompletableFuture<HttpResponse<String>> response) throws Exception {
        return await("the response", response);
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertEquals(
                status,
                response.statusCode(),
                () -> "the status of the response to " + response.request() + ", whose body is: " + response.body());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
