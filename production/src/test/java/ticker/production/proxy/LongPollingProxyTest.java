package ticker.production.proxy;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;
import static ticker.production.Await.stays;

import io.undertow.Undertow;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.longpolling.LongPollingServer;
import ticker.longpolling.Market;
import ticker.longpolling.Options;

/** A real nginx between the client and lesson 2's server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class LongPollingProxyTest {
    @RegisterExtension
    static final Nginx nginx =
            new Nginx("longpolling", "default", "recommended", "short-timeout", "cache", "careless-cache");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Options ONE_PLACE = new Options(1, 3_600_000);

    private final Market market = new Market(0);
    private LongPollingServer server;

    @BeforeEach
    void start() {
        start(ONE_PLACE);
    }

    private void start(Options options) {
        server = new LongPollingServer(Undertow.builder().addHttpListener(0, "localhost"), market, options);
        nginx.forwarder(8082).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "recommended"})
    void aPriceComesThroughAtOnce(String recipe) throws Exception {
        var response = askAndBeHeld(recipe);

        market.move("ACME", 101_25, 1000);

        assertEquals("""
                {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", receive(response).body());
    }

    @Test
    void aProxyWithAShorterTimeoutThanTheHoldTimeResponds504() throws Exception {
        var response = receive(ask("short-timeout", 0)); // the server would hold it for an hour

        assertEquals(504, response.statusCode());
        assertTrue(response.body().contains("504 Gateway Time-out"), response::body);
        awaitPlace();
    }

    @Test
    void aHoldTimeThatIsShorterThanTheTimeoutOfTheProxyIsTheCure() throws Exception {
        server.close();
        start(new Options(1, 500));

        assertEquals(204, receive(ask("short-timeout", 0)).statusCode());
    }

    @Test
    void a204ThatACacheKeepsHidesTheNextPriceSoOursSaysNoStore() throws Exception {
        server.close();
        start(new Options(1, 100));
        for (var recipe : List.of("cache", "careless-cache")) {
            assertEquals(204, receive(ask(recipe, 0)).statusCode());
        }

        market.move("ACME", 101_25, 1000);

        assertEquals(200, receive(ask("cache", 0)).statusCode(), "the cache has kept a 204, and hides the price");
        assertEquals(204, receive(ask("careless-cache", 0)).statusCode(), "this one ignores what our server says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "recommended"})
    void aClientThatLeavesTheProxyGivesItsPlaceBack(String recipe) throws Exception {
        var response = askAndBeHeld(recipe);
        assertEquals("503", askTheServerItself(), "the only place is taken");

        response.cancel(true); // this closes the connection to the proxy

        awaitPlace();
    }

    @Test
    void byDefaultEachRequestOpensAConnectionBehindTheProxy() throws Exception {
        assertEquals(10, connectionsForTenPrices("default"));
    }

    @Test
    void withKeepAliveAllRequestsShareOneConnectionBehindTheProxy() throws Exception {
        assertEquals(1, connectionsForTenPrices("recommended"));
    }

    private int connectionsForTenPrices(String recipe) throws Exception {
        int before = nginx.forwarder(8082).connections();
        for (int i = 1; i <= 10; i++) {
            market.move("ACME", i, i);
            var response = receive(ask(recipe, i - 1));
            assertTrue(response.body().startsWith(String.format(ROOT, "{\"seq\":%d,", i)), response::body);
        }
        return nginx.forwarder(8082).connections() - before;
    }

    /** Asks, and sees that the request reaches the server and gets no response. */
    private static CompletableFuture<HttpResponse<String>> askAndBeHeld(String recipe) {
        long before = nginx.forwarder(8082).bytesToServer();
        var response = ask(recipe, 0);
        await("the request to reach the server", nginx.forwarder(8082)::bytesToServer, bytes -> bytes > before);
        stays("a request without a response", Duration.ofMillis(500), response::isDone, done -> !done);
        return response;
    }

    private static CompletableFuture<HttpResponse<String>> ask(String recipe, long cursor) {
        return CLIENT.sendAsync(request(nginx.uri(recipe), cursor).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI server, long cursor) {
        return HttpRequest.newBuilder(server.resolve("/quotes?after=" + cursor));
    }

    private static HttpResponse<String> receive(Future<HttpResponse<String>> response) throws Exception {
        return await("the response", response);
    }

    private void awaitPlace() {
        awaitEqual("what the next client meets", "held", this::askTheServerItself);
    }

    /** Whether a request is held, or which status it gets. */
    private String askTheServerItself() throws Exception {
        var request = request(server.uri(), 0).timeout(Duration.ofMillis(500)).build();
        try {
            return Integer.toString(
                    CLIENT.send(request, BodyHandlers.discarding()).statusCode());
        } catch (HttpTimeoutException held) {
            return "held";
        }
    }
}
