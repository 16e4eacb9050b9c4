package ticker.streaming;

import static java.util.Locale.ROOT;
import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Failure.SILENCE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever responds meanwhile, the page says what is wrong and when it tries again, and goes on with its cursor. */
@Tag("browser")
class ComeBackPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void withEventSourceThePageComesBackWithItsCursor(Failure failure) throws Exception {
        comesBack(failure, "events", "text/event-stream", "retry: 100\n\nevent: quotes\nid: %1$d\ndata: %2$s\n\n");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void withFetchThePageComesBackWithItsCursor(Failure failure) throws Exception {
        comesBack(failure, "stream", "application/x-ndjson", "%2$s\n");
    }

    private static void comesBack(Failure failure, String way, String type, String message) throws Exception {
        var market = new Market(System.currentTimeMillis());
        market.move("ACME", 101_00, System.currentTimeMillis());
        long cursor = market.after(0).seq();
        var head = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nConnection: close\r\n\r\n".formatted(type);
        var good = head
                + String.format(
                        ROOT, message, cursor, new String(market.after(0).json()));
        try (var server = new StreamingServer(0, market);
                var relay = new Relay(server.uri());
                var failing = failure.server(head, good)) {
            browser.open(relay.uri());
            browser.awaitText("#connection", "Connected: .*");
            browser.find("[name=way] [value=%s]".formatted(way)).click();
            browser.awaitText("#state", "1 · open|reading");
            browser.awaitText("#connection", "Connected: .*");
            failure.begin(failing);
            relay.leadTo(failing.uri());
            relay.cut();
            if (failure == SILENCE) {
                await("the request without a response", failing::requests, requests -> requests.size() == 2);
                PageTest.pass(browser, 21);
            }

            browser.awaitText("#connection", reason(failure, type));
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            browser.awaitText(
                    "#again", failure.retryAfter() > 0 ? "Trying again in [67] s. Now" : "Trying again in \\d+ s. Now");

            market.move("ACME", 102_00, System.currentTimeMillis());
            relay.leadTo(server.uri());
            browser.awaitText("#board tbody", "ACME 102.00.*");
            browser.awaitText("#connection", "Connected: .*");
            // An EventSource follows redirects: what it asks for is then not the stream.
            var asked = failing.requests().stream()
                    .filter(request -> !request.startsWith("GET /login "))
                    .toList();
            assertTrue(asked.size() < 10, () -> "a server that failed was flooded: " + asked);
            assertTrue(asked.stream().allMatch(request -> hasCursor(request, way, cursor)), asked::toString);
        }
    }

    private static String reason(Failure failure, String type) {
        return switch (failure) {
            case SILENCE -> "No response for 20 s: the server is slow, .*";
            case LOGIN_PAGE -> quote("The server sends text/html, not %s.".formatted(type));
            case END -> "The stream has ended\\.";
            case NO_CONTENT -> "The server responded with 204\\.";
            default -> quote(failure.pageReason());
        };
    }

    /** The page asks with the number before its cursor. A browser that reconnects by itself sends the last id that it has seen. */
    private static boolean hasCursor(String request, String way, long cursor) {
        return request.startsWith(String.format(ROOT, "GET /%s?after=%d ", way, cursor - 1))
                || request.contains(String.format(ROOT, "Last-Event-ID: %d\r\n", cursor));
    }
}
