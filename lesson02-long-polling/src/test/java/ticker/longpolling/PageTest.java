package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Await.stays;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("browser")
class PageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private LongPollingServer server = start();
    private Relay relay;

    private LongPollingServer start() {
        return new LongPollingServer(0, market, new Options(10, HOUR));
    }

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
        move("ACME", 101_00);
        move("BRIO", 55_00);
        browser.open(relay.uri());
        browser.awaitText("#connection", "Connected: the server holds the request until a price moves.");
        awaitHeld(1, () -> server.held());
    }

    @AfterEach
    void stop() throws Exception {
        browser.run("window.stop()");
        relay.close();
        server.close();
    }

    @Test
    void pricesMove() {
        browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 \\+1.50.*BRIO 55.00 .*");
    }

    @Test
    void thePageShowsTheRequestThatIsHeldAndWhatEndedTheLast() {
        browser.awaitText("#held", "held for [1-9]\\d*\\.\\d s|held for 0\\.[1-9] s");
        browser.awaitText("#timeline tbody", "\\d+ \\d+\\.\\d s\\s…\\s0 \\d+\\.\\d s\\sACME, BRIO");
        long cursor = Long.parseLong(browser.text("#cursor"));
        assertEquals(market.after(0).seq(), cursor);

        move("CUSP", 9_99);

        browser.awaitText("#timeline tbody", String.format(ROOT, "%d .*…\\s%d .*\\sCUSP\\s0 .*", cursor + 1, cursor));
        browser.awaitText("#news", "2");
        browser.awaitText("#cursor", Long.toString(cursor + 1));
    }

    @Test
    void oneRequestAtATimeAndOneForEachPrice() {
        int asked = relay.requests();
        for (int i = 1; i <= 5; i++) {
            move("ACME", 101_00 + i);
            browser.awaitText("#board tbody", String.format(ROOT, "ACME 101.%02d .*", i));
            awaitEqual("requests", asked + i, relay::requests);
            awaitHeld(1, () -> server.held());
        }
    }

    @Test
    void nothingNewIsNoFailure() throws Exception {
        try (var shortHold = new LongPollingServer(0, market, new Options(10, 300))) {
            browser.open(shortHold.uri());

            browser.awaitText("#empty", "[2-9]|\\d\\d+");
            browser.awaitText("#timeline tbody", ".*204: nothing new.*");
            assertEquals("0", browser.text("#trouble"));
            assertTrue(browser.text("#connection").startsWith("Connected"));
        }
    }

    @Test
    void whenTheServerIsGoneThePageSaysSoAndComesBackByItself() {
        browser.hurry("setTimeout"); // the pauses, which get longer and longer
        stopServer();
        browser.awaitText(
                "#connection",
                "(The server can’t be reached\\.|The server is stopping\\. Ask again in 1 s\\.) Trying again, .*");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        browser.awaitText("#held", "next in \\d+\\.\\d s");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");

        server = start();
        relay.leadTo(server.uri());

        browser.awaitText("#connection", "Connected: .*"); // at once: it does not wait for a price to know that
        browser.awaitText("#as-of", "The newest price of each symbol.");
        assertEquals("2", browser.text("#updates"), "the board that it gets again is no news");
        awaitHeld(1, () -> server.held());
        move("ACME", 99_00);
        browser.awaitText("#board tbody", "ACME 99.00 −2.00.*");
    }

    @Test
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew() {
        browser.hurry("setTimeout");
        stopServer();
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        var another = new Market(System.currentTimeMillis() + 1000); // its numbers are higher: they alone don't tell
        another.move("ACME", 42_00, System.currentTimeMillis());

        server = new LongPollingServer(0, another, new Options(10, HOUR));
        relay.leadTo(server.uri());

        browser.awaitText("#as-of", "Another market: the board begins anew, at .*");
        browser.awaitText("#board tbody", "ACME 42.00 \\+0.00");
    }

    @Test
    void whenPricesStandStillThePageSaysSoAndComesBackByItself() {
        browser.hurry("setTimeout");
        server.halt(true);
        browser.awaitText(
                "#connection", "Prices stand still: the server has lost the market\\. Ask again in 1 s\\. .*");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");

        server.halt(false);

        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#as-of", "The newest price of each symbol.");
        awaitHeld(1, () -> server.held());
    }

    @Test
    void aDeadConnectionEndsInATimeoutAndThePageComesBackByItself() {
        browser.hurry("setTimeout");
        shortenTheTimeout();
        relay.stop();
        browser.awaitText("#connection", "No response within 35 s\\. Trying again, .*");
        browser.awaitText("#timeline tbody", ".*No response within 35 s\\..*");
        browser.run("AbortSignal.timeout = (ms) => real.call(AbortSignal, ms)");
        relay.go();
        move("ACME", 99_00);

        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#board tbody", "ACME 99.00 .*");
        awaitHeld(1, () -> server.held());
    }

    @Test
    void axeFindsNothingWhetherPricesMoveOrStandStillOrTheServerIsGone() {
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.halt(true);
        browser.awaitText("#connection", "Prices stand still: .*");
        assertEquals(List.of(), browser.accessibilityFaults());

        stopServer();
        browser.awaitText("#connection", ".*(can’t be reached|is stopping)\\..*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    /** Another server that gets the same port does not reach the page either. */
    private void stopServer() {
        relay.leadNowhere();
        server.close();
    }

    /** From the next request on. The one that is held is ended by a price. */
    private void shortenTheTimeout() {
        browser.run("window.real = AbortSignal.timeout; AbortSignal.timeout = () => real.call(AbortSignal, 500)");
        move("ACME", 101_01);
        browser.awaitText("#board tbody", "ACME 101.01 .*");
    }

    @Test
    void aLaptopThatSleptAsksAgain() {
        relay.stop(); // the connection has died meanwhile, and the page is not told
        browser.run("const real = Date.now; Date.now = () => real() + 8 * 3_600_000");
        browser.awaitText("#connection", "No response within 35 s\\. Trying again, .*");
        relay.go();
        move("ACME", 99_00);

        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#board tbody", "ACME 99.00 .*");
        awaitHeld(1, () -> server.held());
    }

    @Test
    void aServerThatIsFullIsLeftAloneForAsLongAsItSays() throws Exception {
        try (var full = new LongPollingServer(0, market, new Options(1, HOUR));
                var other = new Wire(full.uri())) {
            other.send(String.format(
                    ROOT,
                    "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    market.after(0).seq()));
            awaitHeld(1, full::held);
            int asked = relay.requests();
            hurryAndWriteDownPauses();
            relay.leadTo(full.uri());
            server.close(); // the page asks again, and gets to the one that is full

            browser.awaitText("#connection", "All places are taken: 1\\. Ask again in 5 s\\. Trying again, .*");
            browser.awaitText("#held", "next in \\d+\\.\\d s");
            int more = relay.requests() - asked; // before the look at the pauses: there may be more of these now
            var pauses = pauses();
            // After a pause it asks twice: for the board, which it gets at once, and for news.
            assertTrue(
                    more <= 2 * pauses.size(),
                    () -> String.format(ROOT, "%d requests, with pauses of %s ms", more, pauses));
            assertTrue(
                    pauses.get(pauses.size() - 1) >= 5000, () -> "the last of the pauses of %s ms".formatted(pauses));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{}", "<h1>Log in</h1>", "{\"seq\":1,\"quotes\":[{"})
    void aResponseThatIsNotQuotesIsAFailureAndThePageAsksLessOften(String body) throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body)) {
            browser.run("window.said = []; new MutationObserver(() => said.push(connection.textContent))"
                    + ".observe(connection, { childList: true })");
            leadTo(scripted);

            browser.awaitText(
                    "#connection",
                    "The server sent something other than quotes: %s Trying again, less and less often\\."
                            .formatted(body.isEmpty() ? "nothing" : Pattern.quote(body)));
            int asked = scripted.requests().size();
            stays(
                    "at most two requests more",
                    Duration.ofSeconds(2),
                    () -> scripted.requests().size(),
                    requests -> requests <= asked + 2);
            var said = browser.run("return said.join('\\n')").toString();
            assertFalse(said.contains("Connected"), said);
        }
    }

    @Test
    void aServerThatRespondsWithNothingAtOnceIsNotFlooded() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 204 No Content\r\n\r\n")) {
            leadTo(scripted);
            browser.awaitText("#timeline tbody", ".*204: nothing new.*");

            int asked = scripted.requests().size();
            stays(
                    "at most twenty requests more, one each 100 ms even on a busy machine",
                    Duration.ofSeconds(2),
                    () -> scripted.requests().size(),
                    requests -> requests <= asked + 20);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/problem+json; charset=utf-8, '{\"detail\":\"Too many.\"}', Too many.",
        "application/problem+json, <h1>Too many</h1>, The server responded with 503.",
        "application/problem+json, null, The server responded with 503.",
    })
    void aRefusalIsExplainedByItsProblemDocumentIfItIsOneAndObeyedForAnHour(String type, String body, String sentence)
            throws Exception {
        try (var scripted = new ScriptedServer("""
                HTTP/1.1 503 Service Unavailable\r
                Content-Type: %s\r
                Retry-After: 2147484\r
                \r
                %s""".formatted(type, body))) {
            leadTo(scripted);

            browser.awaitText("#connection", Pattern.quote(sentence) + " Trying again, .*");
            browser.awaitText("#held", "next in 3[56]\\d\\d\\.\\d s");
            stays(
                    "one request",
                    Duration.ofSeconds(2),
                    () -> scripted.requests().size(),
                    count -> count == 1);
        }
    }

    /** From the next request on, which this causes. The page is still the server's. */
    private void leadTo(ScriptedServer scripted) {
        relay.leadTo(scripted.uri());
        server.close();
    }

    /** As {@link Browser#hurry}; {@link #pauses} is then how long they would have been. */
    private void hurryAndWriteDownPauses() {
        browser.run("""
                const real = setTimeout;
                window.pauses = [];
                setTimeout = (work, delay) => { pauses.push(Math.round(delay)); return real(work, delay / 10); };
                """);
    }

    private List<Long> pauses() {
        return ((List<?>) browser.run("return pauses"))
                .stream().map(Long.class::cast).toList();
    }

    @Test
    void aPageThatIsLeftIsNoticedAtOnceAndGoesOnWhenTheUserComesBack() {
        browser.run("location = 'icon.svg'");
        awaitHeld(0, () -> server.held());

        browser.back();
        browser.awaitText("#connection", "Connected: .*");
        awaitHeld(1, () -> server.held());
    }

    @Test
    void twoTabsInStepAreBothHeld() {
        browser.run("window.other = window.open(location.href)");

        awaitHeld(2, () -> server.held());

        browser.run("other.close()");
        awaitHeld(1, () -> server.held());
    }

    @Test
    void thePageShowsWhatItHasCost() {
        browser.awaitText("#requests", "1");
        assertEquals("2", browser.text("#updates"));
        browser.awaitText("#age", "\\d+\\.\\d s old");
        int bytes = Integer.parseInt(browser.text("#bytes").replace(",", ""));
        assertTrue(bytes > 400, "the browser counts 300 bytes for the head of a response: " + bytes);

        move("ACME", 102_00);

        browser.awaitText("#requests", "2");
        browser.awaitText("#updates", "3");
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
