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

        assertEquals(200, response.statusCode());
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

        assertEquals(200, receive(response).statusCode());
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

        assertSame(market.after(1).json(), market.after(1).json(), "encoded once, however many clients");
    }

    @Test
    void pricesThatCameBetweenTwoRequestsArriveInOneResponse() throws Exception {
        for (int i = 1; i <= 50; i++) {
            market.move(Ticker.SYMBOLS.get(i % 5), i, i);
        }

        var quotes = Quotes.parse(get("/quotes?after=20").body().getBytes()).quotes();

        assertEquals(
                "[46, 47, 48, 49, 50]", quotes.stream().map(Quote::seq).toList().toString());
        System.out.printf(
                ROOT, "30 prices of 5 symbols between two requests: 1 response with %d quotes.%n", quotes.size());
    }

    @Test
    void nothingNewWithinTheHoldTimeIsA204() throws Exception {
        try (var shortHold = new LongPollingServer(0, market, new Options(10, 200))) {
            long start = System.nanoTime();
            var first = ask(shortHold.uri(), "/quotes?after=0");
            await("half of the hold time to be over", () -> System.nanoTime() - start, passed -> passed > 100_000_000);
            long later = System.nanoTime();
            var second = ask(shortHold.uri(), "/quotes?after=0");

            assertEquals(204, receive(first).statusCode());
            assertTrue(System.nanoTime() - start >= 200_000_000, "not before its time");
            assertEquals(204, receive(second).statusCode());
            assertTrue(System.nanoTime() - later >= 200_000_000, "each has the whole time");
            awaitHeld(0, shortHold::held);
        }
    }

    /** Proxies give up after 30 s or later. The test's clock says when. */
    @Test
    void byDefaultAHoldEndsBeforeAProxyGivesUp() throws Exception {
        var now = new AtomicLong();
        var subscribers = new Subscribers(market, 10, now::get);
        try (var server = new LongPollingServer(Server.listenOn(0), market, Options.DEFAULT, subscribers)) {
            var response = ask(server.uri(), "/quotes?after=0");
            awaitHeld(1, server::held);
            now.set(25_000);
            subscribers.check();
            assertEquals(1, server.held(), "requests that are held for 25 s");

            now.set(30_000);
            subscribers.check();

            awaitEqual("requests held after 30 s, when a proxy may give up,", 0, server::held);
            assertEquals(204, receive(response).statusCode());
        }
    }

    /** News of this size does not fit between server and client. The time limit is four seconds of the wall clock. */
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
        try (var shortHold = new LongPollingServer(0, market, new Options(10, 100))) {
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                assertEquals(
                        204, receive(ask(shortHold.uri(), "/quotes?after=0")).statusCode());
                long waited = (System.nanoTime() - start) / 1_000_000;
                assertTrue(waited >= 100, String.format(ROOT, "held for %d ms", waited));
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

            assertEquals(503, third.statusCode());
            assertEquals("5", header(third, "Retry-After"));
            assertEquals("application/problem+json", header(third, "Content-Type"));
            assertEquals(2, small.held());

            market.move("ACME", 101_25, 1000);
            assertEquals(200, receive(first).statusCode());
            assertEquals(200, receive(second).statusCode());
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

        assertEquals(503, receive(response).statusCode());
        assertEquals("1", header(receive(response), "Retry-After"));
        market.move("ACME", 101_25, 1000); // wakes no subscriber, and does no harm
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
        assertEquals(200, get("/quotes").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "0x10", "%20", "99999999999999999999", "1%00", "\u0661"})
    void aCursorThatIsNotANumberIsA400(String cursor) throws Exception {
        var response = get("/quotes?after=" + cursor);

        assertEquals(400, response.statusCode());
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

            assertEquals(200, relay.requests());
            assertEquals(1, relay.connections());
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

        assertEquals(204, nothing.statusCode());
        assertEquals(200, news.statusCode());
        assertEquals("", news.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anyOtherMethodIsA405ThatNamesTheRightOnes(String method) throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/quotes")).method(method, BodyPublishers.ofString("x"));

        var response = receive(CLIENT.sendAsync(request.build(), BodyHandlers.ofString()));

        assertEquals(405, response.statusCode());
        assertEquals("GET, HEAD", header(response, "Allow"));
        assertEquals("""
                {"title":"Method Not Allowed","status":405,"detail":"/quotes takes only GET, HEAD."}""", response.body());
    }

    @ParameterizedTest
    @CsvSource({"/prices", "/orders"})
    void anUnknownPathIsA404(String path) throws Exception {
        var response = get(path);

        assertEquals(404, response.statusCode());
        assertEquals("application/problem+json", header(response, "Content-Type"));
    }

    @Test
    void thePageHasItsSecurityHeaders() throws Exception {
        var page = get("/");

        assertEquals(200, page.statusCode());
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        assertTrue(header(page, "Content-Security-Policy").contains("default-src 'self'"));
        assertTrue(header(page, "Content-Type").startsWith("text/html"));
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

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
