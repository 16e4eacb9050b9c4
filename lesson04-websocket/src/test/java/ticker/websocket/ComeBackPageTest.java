package ticker.websocket;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever responds instead, a page says what is wrong and when it tries again, and then goes on at its cursor. */
@Tag("browser")
class ComeBackPageTest {
    private static final String HEAD = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            Sec-WebSocket-Protocol: quotes.v1\r
            \r
            """;
    private static final String OPEN = "{\"market\":\"open\"}";
    private static final String CONNECTED = "Connected: prices come as they move\\.";
    private static final String ENDED =
            "The connection ended (1006, not clean). No close frame came: the network or the server failed. ";

    @RegisterExtension
    static final Browser browser = new Browser();

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void thePageComesBackWithItsCursor(Failure failure) throws Exception {
        var market = new Market(System.currentTimeMillis());
        market.move("ACME", 101_00, System.currentTimeMillis());
        long cursor = market.after(0).seq();
        try (var server = new WebSocketServer(0, market);
                var relay = new Relay(server.uri());
                var failing = failure.server(HEAD, HEAD + "\u0081" + (char) OPEN.length() + OPEN)) {
            browser.open(relay.uri());
            browser.awaitText("#connection", CONNECTED);
            relay.leadTo(failing.uri());
            relay.cut();
            await("the good response", failing::requests, asked -> asked.size() == 1);
            browser.awaitText("#connection", CONNECTED);
            failure.begin(failing);
            relay.cut();
            if (failure == Failure.SILENCE) {
                await("the next attempt", failing::requests, asked -> asked.size() == 2);
                browser.run(
                        "Object.defineProperty(document, 'hidden', { value: true });" // it is not asleep
                                + "const real = performance.now.bind(performance); performance.now = () => real() + 13_000");
            }

            browser.awaitText("#connection", quote(ENDED + reason(failure)));
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            browser.awaitText(
                    "#again", failure.retryAfter() > 0 ? "Trying again in [56] s. Now" : "Trying again in \\d+ s. Now");

            market.move("ACME", 102_00, System.currentTimeMillis());
            relay.leadTo(server.uri());
            relay.cut(); // else an attempt without a response would go on for 12 s
            browser.awaitText("#board tbody", "ACME 102.00.*");
            browser.awaitText("#connection", CONNECTED);
            browser.awaitText("#frames", ".*\"after\":" + cursor + "}.*");

            var asked = failing.requests();
            long handshakes = asked.stream()
                    .filter(head -> head.contains("\r\nUpgrade: websocket\r\n"))
                    .count();
            assertTrue(handshakes < 6, () -> "a server that failed was flooded: " + asked);
            assertTrue(asked.size() - handshakes < handshakes, () -> "it was asked why more than once: " + asked);
            assertTrue(asked.stream().allMatch(head -> head.startsWith("GET /quotes HTTP/1.1\r\n")), asked::toString);
        }
    }

    private static String reason(Failure failure) {
        return switch (failure) {
            case END ->
                "A WebSocket opened, and ended without a message."
                        + " No close frame came: the network or the server failed.";
            // For a page that asks why there is no WebSocket, a 204 is a response like any other.
            case NO_CONTENT -> "The server sent something other than quotes: nothing";
            default -> failure.pageReason();
        };
    }
}
