package ticker.longpolling;

import static java.util.Locale.ROOT;
import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a page gets instead of prices, it says what is wrong and when it asks again, and keeps its cursor. */
@Tag("browser")
class ComeBackPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void thePageComesBackWithItsCursor(Failure failure) throws Exception {
        var market = new Market(System.currentTimeMillis());
        market.move("ACME", 101_00, System.currentTimeMillis());
        long cursor = market.after(0).seq();
        try (var server = new LongPollingServer(0, market);
                var relay = new Relay(server.uri());
                var failing = failure.server(ComeBackTest.HEAD, ComeBackTest.prices(cursor))) {
            browser.open(relay.uri());
            browser.awaitText("#connection", "Connected: .*");
            browser.run(
                    "const real = AbortSignal.timeout; AbortSignal.timeout = (ms) => real.call(AbortSignal, ms / 5)");
            failure.begin(failing);
            relay.leadTo(failing.uri());
            relay.cut();

            browser.awaitText("#connection", quote(failure.pageReason()));
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
            browser.awaitText("#held", "–");
            browser.awaitText(
                    "#again",
                    failure.retryAfter() > 0 ? "Trying again in [567] s. Now" : "Trying again in \\d+ s. Now");

            market.move("ACME", 102_00, System.currentTimeMillis());
            relay.leadTo(server.uri());
            browser.awaitText("#board tbody", "ACME 102.00.*");
            browser.awaitText("#connection", "Connected: .*");
            var asked = failing.requests();
            assertTrue(asked.size() < 6, () -> "a server that failed was flooded: " + asked);
            // After a failure it asks with the number before its cursor: see watch().
            var known = String.format(ROOT, "(?s)GET /quotes\\?after=(%d|%d) .*", cursor - 1, cursor);
            assertTrue(asked.stream().allMatch(head -> head.matches(known)), asked::toString);
        }
    }
}
