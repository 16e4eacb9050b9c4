package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules that the pages of all lessons share, each alone. They do what {@link Backoff} and {@link Quotes} do. */
@Tag("browser")
class PageModulesTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static PollingServer server;

    @BeforeAll
    static void open() {
        server = new PollingServer(0, new Market(0));
        browser.open(server.uri().resolve("/icon.svg")); // the modules' server, without their page
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void aPageWaitsLongerAfterEachFailureUpToHalfAMinuteAndAtRandom() {
        int[] limits = {1000, 2000, 4000, 8000, 16_000, 30_000, 30_000};
        for (int failures = 1; failures < 100; failures++) {
            double limit = limits[Math.min(failures, limits.length) - 1];
            var pauses = new HashSet<Double>();
            for (var pause : (List<?>) backoff("Array.from({ length: 20 }, () => pause(arguments[0]))", failures)) {
                pauses.add(((Number) pause).doubleValue());
            }

            for (double pause : pauses) {
                assertTrue(limit / 2 <= pause && pause <= limit, "after " + failures + " failures it waits " + pause);
            }
            assertTrue(pauses.size() > 10, () -> "the pauses need jitter: " + pauses);
        }
    }

    @Test
    void whatTheServerAsksForComesOnTop() {
        double pause = ((Number) backoff("pause(1, 5000)")).doubleValue();

        assertTrue(5500 <= pause && pause <= 6000, "the server asked for 5000 ms, and the page waits " + pause);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ticker.polling.Nonsense#retryAfter")
    void retryAfterIsANumberOfSecondsOrADateAndAtMostAnHour(String header, long millis) {
        long now = Instant.parse("2026-11-06T08:49:00Z").toEpochMilli();

        assertEquals(
                millis,
                backoff("retryAfter(arguments[0], arguments[1])", header, now),
                "the milliseconds that \"Retry-After: " + header + "\" asks for");
    }

    @Test
    void noRetryAfterAsksForNothing() {
        assertEquals(0L, backoff("retryAfter(null)"), "milliseconds of a pause that nobody asked for");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ticker.polling.Nonsense#bodies")
    void whatIsNotQuotesIsAnErrorThatSaysWhatCame(String body, String excerpt) {
        assertEquals("The server sent something other than quotes: " + excerpt, parse(body));
    }

    @Test
    void quotesAreUnderstood() {
        var market = new Market(41);
        market.move("ACME", 101_25, 1000);

        assertEquals("42 ACME 101.25", parse(new String(market.after(0).json())));
        assertEquals("42 ACME 101.25", parse(new String(market.after(7).json())), "of another market, as a reset");
        assertEquals("42 ", parse("{\"seq\":42,\"quotes\":[]}"));
    }

    private static Object backoff(String expression, Object... arguments) {
        return browser.run(
                "const { pause, retryAfter } = await import('/backoff.js'); return " + expression, arguments);
    }

    private static Object parse(String text) {
        return browser.run("""
                const { parse } = await import('/quotes.js');
                try {
                  const { seq, quotes } = parse(arguments[0]);
                  return `${seq} ${quotes.map(({ symbol, price }) => `${symbol} ${price}`).join()}`;
                } catch (error) {
                  return error.message;
                }
                """, text);
    }
}
