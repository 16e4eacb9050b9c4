package ticker.production.proxy;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;
import static ticker.production.Await.stays;

import io.undertow.Undertow;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.production.ResponseStream;
import ticker.streaming.Market;
import ticker.streaming.Options;
import ticker.streaming.StreamingServer;

/** A real nginx between the client and lesson 3's server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class StreamingProxyTest {
    @RegisterExtension
    static final Nginx nginx =
            new Nginx("streaming", "default", "buffering", "two-in-line", "recommended", "gzip", "short-timeout");

    private static final Options QUIET = new Options(100, 3_600_000, 3_600_000);
    private static final Options ONE_PLACE = new Options(1, 3_600_000, 3_600_000);
    private static final Options LIVELY = new Options(100, 1000, 3_600_000);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Market market = new Market(0);
    private StreamingServer server;

    @BeforeEach
    void start() {
        start(QUIET);
    }

    private void start(Options options) {
        server = new StreamingServer(Undertow.builder().addHttpListener(0, "localhost"), market, options);
        nginx.forwarder(8083).leadTo(server.uri());
    }

    private void restart(Options options) {
        server.close();
        start(options);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"default, /events", "default, /stream", "recommended, /events", "recommended, /stream"})
    void withoutBufferingEachPriceComesThroughAtOnce(String recipe, String path) throws Exception {
        try (var stream = stream(get(nginx.uri(recipe), path))) {
            for (int price = 1; price <= 20; price++) {
                market.move("ACME", price, price);

                assertTrue(
                        stream.next("]}\n").contains(String.format(ROOT, "\"seq\":%d,", price)),
                        "before the next one moves");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    void aBufferingProxyBringsPricesLateAndInLumps(String path) throws Exception {
        pricesComeLateAndInLumps("buffering", path);
    }

    /** Only the next proxy sees the header. */
    @Test
    void ofTwoProxiesInLineTheOneThatDoesNotSeeTheHeaderBuffersAgain() throws Exception {
        pricesComeLateAndInLumps("two-in-line", "/events");
    }

    private void pricesComeLateAndInLumps(String recipe, String path) throws Exception {
        var response = getAndBegin(recipe, path);
        int moved = 0;
        try (var direct = stream(get(server.uri(), path))) {
            while (!response.isDone() && moved < 1000) {
                market.move("ACME", ++moved, moved);
                direct.next("]}\n");
            }
        }
        System.out.printf(
                ROOT,
                "%s through %s.conf: not even the headers for %d prices, then all at once.%n",
                path,
                recipe,
                moved);

        assertTrue(moved > 20, String.format(ROOT, "the headers came when %d prices had moved", moved));
        try (var late = stream(response)) {
            for (int i = 0; i < 20; i++) {
                assertTrue(late.next("]}\n").contains("\"symbol\":\"ACME\""), "20 messages, while no price moves");
            }
        }
    }

    @Test
    void whatABufferingProxyKeptBackComesWhenTheServerEndsTheStream() throws Exception {
        var response = getAndBegin("buffering", "/events");
        market.move("ACME", 101_25, 1000);

        server.close();

        assertTrue(stream(response).rest().contains("\"price\":101.25"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    void gzipDelaysNothingWhereNothingIsBuffered(String path) throws Exception {
        market.move("ACME", 1, 1);
        var request = request(nginx.uri("gzip"), path).header("Accept-Encoding", "gzip");

        var response = await("the headers of a gzip response", send(request));

        assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElse("none"));
        try (var stream = new ResponseStream(new GZIPInputStream(response.body()))) {
            for (int price = 2; price <= 20; price++) {
                assertTrue(
                        stream.next("]}\n").contains(String.format(ROOT, "{\"seq\":%d,", price - 1)),
                        "before the next one moves");
                market.move("ACME", price, price);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "buffering"})
    void aClientThatLeavesTheProxyLeavesTheServer(String recipe) throws Exception {
        restart(ONE_PLACE);
        var response = getAndBegin(recipe, "/events");
        assertEquals(503, statusAtTheServerItself(), "the only place is taken");

        leave(response);

        awaitPlace();
    }

    @Test
    void aProxyClosesASilentStreamAfterItsTimeout() throws Exception {
        restart(ONE_PLACE);

        try (var stream = stream(get(nginx.uri("short-timeout"), "/events"))) {
            var rest = stream.rest();
            assertTrue(rest.matches("retry: \\d+\n\n"), () -> "the connection ends, and nothing says why: " + rest);
        }

        awaitPlace();
    }

    @Test
    void aKeepAliveInTimeKeepsTheProxyFromClosingTheStream() throws Exception {
        restart(LIVELY);

        try (var stream = stream(get(nginx.uri("short-timeout"), "/events"))) {
            stream.next("\n\n"); // the retry

            stays(
                    "a stream with a keep-alive each second",
                    Duration.ofSeconds(8),
                    () -> stream.next("\n\n"),
                    ": still here\n\n"::equals);
        }
    }

    /** Asks through the proxy, and waits until the server has begun its response. */
    private CompletableFuture<HttpResponse<InputStream>> getAndBegin(String recipe, String path) {
        long before = bytesFromServer();
        var response = get(nginx.uri(recipe), path);
        await("the server to begin its response", this::bytesFromServer, bytes -> bytes > before);
        return response;
    }

    private long bytesFromServer() {
        return nginx.forwarder(8083).bytesFromServer();
    }

    private static CompletableFuture<HttpResponse<InputStream>> get(URI server, String path) {
        return send(request(server, path));
    }

    private static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    private static CompletableFuture<HttpResponse<InputStream>> send(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofInputStream());
    }

    private static ResponseStream stream(CompletableFuture<HttpResponse<InputStream>> response) throws Exception {
        return new ResponseStream(await("the headers of a response", response).body());
    }

    /** Closes the connection, whether the headers of the response have come or not. */
    private static void leave(CompletableFuture<HttpResponse<InputStream>> response) throws Exception {
        if (!response.cancel(true)) {
            stream(response).close();
        }
    }

    private void awaitPlace() {
        awaitEqual("the status that the next client gets", 200, this::statusAtTheServerItself);
    }

    private int statusAtTheServerItself() throws Exception {
        var response = await("the headers of a response", get(server.uri(), "/events"));
        response.body().close();
        return response.statusCode();
    }
}
