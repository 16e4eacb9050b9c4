package ticker.polling;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the failure is, a page says what is wrong and when it asks again, and goes on with its cursor. */
@Tag("browser")
class ComeBackPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EXCLUDE, names = "NO_CONTENT") // in polling, nothing is the usual response
    void thePageComesBackWithItsCursor(Failure failure) throws Exception {
        var market = new Market(System.currentTimeMillis());
        market.move("ACME", 101_00, System.currentTimeMillis());
        long cursor = market.after(0).seq();
        try (var server = new PollingServer(0, market);
                var relay = new Relay(server.uri());
                var failing =
                        failure.server(ComeBackTest.HEAD, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")) {
            browser.open(relay.uri());
            browser.awaitText("#connection", "Connected: .*");
            browser.run(
                    "const real = AbortSignal.timeout; AbortSignal.timeout = (ms) => real.call(AbortSignal, ms / 10)");
            failure.begin(failing);
            relay.leadTo(failing.uri());
            relay.cut();

            browser.awaitText("#connection", quote(failure.pageReason()));
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            browser.awaitText(
                    "#again", failure.retryAfter() > 0 ? "Trying again in [56] s. Now" : "Trying again in \\d+ s. Now");

            market.move("ACME", 102_00, System.currentTimeMillis());
            relay.leadTo(server.uri());
            browser.awaitText("#board tbody", "ACME 102.00.*");
            browser.awaitText("#connection", "Connected: .*");
            var asked = failing.requests();
            assertTrue(asked.size() < 6, () -> "a server that failed was flooded: " + asked);
            assertTrue(
                    asked.stream().allMatch(head -> head.startsWith("GET /quotes?after=" + cursor + " ")),
                    asked::toString);
        }
    }
}
