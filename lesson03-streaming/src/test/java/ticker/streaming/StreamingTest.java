package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {
    private static final String RETRY = "retry: 1\\d\\d\\d\n\n"; // one to two seconds

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Options TWO = new Options(2, 3_600_000, 3_600_000); // no keep-alive comes in between

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, TWO);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void oneResponseBringsOnePriceAfterTheOther() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var stream = stream("/stream")) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}
                    """, stream.body("\n"));

            market.move("BRIO", 55_00, 2000);
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}
                    """, stream.body("\n"));
        }
    }

    @Test
    void eachClientIsAskedToComeBackAfterAnotherTime() throws Exception {
        var retries = new HashSet<String>();
        try (var roomy = new StreamingServer(0, market)) {
            for (int client = 0; client < 20; client++) {
                try (var stream = new Chunks(roomy.uri(), "/events")) {
                    var retry = stream.body("\n\n");
                    assertTrue(retry.matches(RETRY), retry);
                    retries.add(retry);
                }
            }
        }

        assertTrue(retries.size() > 10, () -> "clients that lose a server together reconnect together: " + retries);
    }

    @Test
    void eachEventHasTheCursorAsItsId() throws Exception {
        try (var stream = stream("/events")) {
            assertMatches(RETRY, stream.body("\n\n"));

            market.move("ACME", 101_25, 1000);
            assertEquals("""
                    id: 1
                    event: quotes
                    data: {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}

                    """, stream.body("\n\n"));
        }
    }

    @Test
    void aStreamWithoutNewsIsOpenAllTheSame() throws Exception {
        try (var stream = stream("/stream")) {
            assertTrue(
                    stream.head().startsWith("HTTP/1.1 200 OK\r\n"), "EventSource says open when it has the headers");
        }
    }

    @ParameterizedTest
    @CsvSource({"/stream, application/x-ndjson", "/events, text/event-stream; charset=utf-8"})
    void aStreamAsksNotToBeKeptNorBuffered(String path, String type) throws Exception {
        try (var stream = stream(path)) {
            assertEquals(type, stream.header("Content-Type"));
            assertEquals("no-store", stream.header("Cache-Control"));
            assertEquals("no", stream.header("X-Accel-Buffering"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream", "/events"})
    void aStreamBeginsAfterTheCursor(String path) throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        market.move("CUSP", 9_99, 3000);

        try (var stream = stream(path + "?after=1")) {
            var message = stream.body("]}\n");
            assertTrue(message.contains("""
                    {"seq":3,"quotes":[\
                    {"seq":2,"symbol":"BRIO","price":55.00,"time":2000},\
                    {"seq":3,"symbol":"CUSP","price":9.99,"time":3000}]}
                    """), message);
        }
    }

    @Test
    void theLastEventIdIsNewerThanTheCursorInTheUrl() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        try (var stream = stream("/events?after=0", "Last-Event-ID: 1")) {
            var event = stream.body("]}\n");
            assertTrue(event.contains("BRIO") && !event.contains("ACME"), event);
        }
    }

    @Test
    void aCursorFromTheFutureGetsTheWholeBoard() throws Exception {
        market.move("ACME", 101_25, 1000);

        try (var stream = stream("/events", "Last-Event-ID: 999999999999999999")) {
            var board = stream.body("]}\n");
            assertTrue(board.contains("ACME"), board);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "0x10", "%20", "99999999999999999999", "1%00", "\u0661"})
    void aCursorThatIsNotANumberIsA400(String cursor) throws Exception {
        for (var path : new String[] {"/stream", "/events"}) {
            var response = get(path + "?after=" + cursor);

            assertStatus(400, response);
            assertEquals("application/problem+json", header(response, "Content-Type"));
            assertTrue(response.body().contains("after must be a whole number"), response::body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c-17", "-1", "99999999999999999999", "7"})
    void aLastEventIdThatIsNoNumberOfThisMarketGetsTheWholeBoardAsAReset(String id) throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        try (var stream = stream("/events", "Last-Event-ID: " + id)) {
            assertMatches(RETRY, stream.body("\n\n"));
            assertEquals("""
                    id: 2
                    event: quotes
                    data: {"seq":2,"reset":true,"quotes":[\
                    {"seq":1,"symbol":"ACME","price":101.25,"time":1000},\
                    {"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}

                    """, stream.body("]}\n\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/stream, application/x-ndjson", "/events, text/event-stream; charset=utf-8"})
    void aHeadRequestGetsTheHeadersAndTakesNoPlace(String path, String type) throws Exception {
        var response = send(request(path).method("HEAD", BodyPublishers.noBody()));

        assertStatus(200, response);
        assertEquals(type, header(response, "Content-Type"));
        assertEquals("", header(response, "Content-Length"), "a stream has no length");
        assertEquals(0, server.subscribers().count(), "open streams: a HEAD opens none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anyOtherMethodIsA405ThatNamesTheRightOne(String method) throws Exception {
        var response = send(request("/events").method(method, BodyPublishers.ofString("x")));

        assertStatus(405, response);
        assertEquals("GET, HEAD", header(response, "Allow"));
        assertEquals("""
                {"title":"Method Not Allowed","status":405,"detail":"/events takes only GET, HEAD."}""", response.body());
    }

    @Test
    void aRequestWithABodyIsA400() throws Exception {
        var response = send(request("/stream").method("GET", BodyPublishers.ofString("x")));

        assertStatus(400, response);
        assertTrue(response.body().contains("/stream takes no body."), response::body);
    }

    @Test
    void oneClientTooManyIsRefusedUntilAnotherLeaves() throws Exception {
        try (var first = stream("/stream")) {
            try (var second = stream("/events")) {
                var third = get("/events");

                assertStatus(503, third);
                assertEquals("5", header(third, "Retry-After"));
                assertEquals("""
                        {"title":"Service Unavailable","status":503,\
                        "detail":"All places are taken."}""", third.body());
                assertEquals("HTTP/1.1 200 OK", second.status());
            }
            awaitEqual("open streams", 1, server.subscribers()::count);

            try (var fourth = stream("/events")) {
                assertEquals("HTTP/1.1 200 OK", fourth.status());
            }
            assertEquals("HTTP/1.1 200 OK", first.status());
        }
    }

    @Test
    void aStoppedServerEndsItsStreams() throws Exception {
        try (var lines = stream("/stream");
                var events = stream("/events")) {
            server.close();

            assertEquals("", lines.body("never"));
            assertMatches(RETRY, events.body("never")); // nothing more, and an end
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream", "/events"})
    void aClientThatComesWhileTheServerStopsGetsAStreamThatHasEnded(String path) throws Exception {
        server.subscribers().close();

        var response = get(path);

        assertEquals(200, response.statusCode(), "after any other status EventSource does not reconnect");
        assertEquals("", response.body());
        assertEquals("close", header(response, "Connection"));
    }

    @Test
    void thePageHasItsSecurityHeaders() throws Exception {
        var page = get("/");

        assertStatus(200, page);
        assertEquals("nosniff", header(page, "X-Content-Type-Options"));
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.contains("default-src 'self'"), "the page's Content-Security-Policy: " + policy);
        assertEquals("text/html", header(page, "Content-Type").replaceFirst(" *;.*", ""));
        assertStatus(404, get("/prices"));
    }

    @Test
    void aPortThatIsTakenIsRefusedWithASentence() {
        int port = server.uri().getPort();

        try (var second = new StreamingServer(port, market)) {
            fail("two servers can't listen at " + second.uri());
        } catch (IllegalArgumentException taken) {
            assertEquals(
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.", taken.getMessage());
        }
    }

    private Chunks stream(String path, String... headers) throws IOException {
        return new Chunks(server.uri(), path, headers);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        URI uri = server.uri().resolve(path);
        return HttpRequest.newBuilder(uri);
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) throws Exception {
        var request = builder.build();
        return await("the whole response to " + request, CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), () -> "this does not match " + pattern + ": " + text);
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
