package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;
import static ticker.polling.Await.awaitEqual;
import static ticker.polling.Await.stays;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
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
import org.openqa.selenium.Keys;

@Tag("browser")
class PageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private PollingServer server = new PollingServer(0, market);
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
        move("ACME", 101_00);
        move("BRIO", 55_00);
        browser.open(relay.uri());
        browser.find("[name=interval] [value='250']").click();
        browser.awaitText("#connection", "Connected: asking every 0.25 s.");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    @Test
    void pricesMove() {
        browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 \\+1.50.*BRIO 55.00 .*");
    }

    @ParameterizedTest
    @CsvSource({"no-preference, 1", "reduce, 0"})
    void aPriceThatMovesFlashesUnlessTheUserPrefersReducedMotion(String motion, long flashes) {
        browser.prefers("reduced-motion", motion);
        browser.run("""
                window.flashes = 0;
                const real = Element.prototype.animate;
                Element.prototype.animate = function (...how) {
                  flashes++;
                  return real.apply(this, how);
                };
                """);

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 .*");
        assertEquals(flashes, browser.run("return flashes"), "flashes of a price that moves once, motion: " + motion);
    }

    @Test
    void theIntervalCanBeChosen() {
        browser.find("[name=interval] [value='10000']").click();
        browser.awaitText("#connection", "Connected: asking every 10 s.");
        int asked = relay.requests();

        staysQuiet("between two polls", asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "change"})
    void theIntervalIsChosenByEitherEvent(String event) { // assistive technology may cause only one of them
        browser.run("""
                document.querySelector('[name=interval]').value = 10000;
                document.querySelector('[name=interval]').dispatchEvent(new Event(arguments[0], { bubbles: true }));
                """, event);

        browser.awaitText("#connection", "Connected: asking every 10 s.");
    }

    @Test
    void aSlowServerCausesNoOverlappingPolls() {
        holdAResponse();
        int asked = relay.requests();

        staysQuiet("while a response is under way", asked);

        browser.run("setInterval(() => fetch('quotes', {cache: 'no-store'}), 250)"); // M5: what the articles do
        await("polls by setInterval to overlap", relay::requests, requests -> requests >= asked + 3);
        relay.pass().run();
    }

    @Test
    void aLateResponseNeverShowsAnOlderPrice() {
        holdAResponse();
        int asked = relay.requests();
        var late = relay.pass(); // the response that is on its way stays held, with the price of now
        move("ACME", 105_00);

        browser.find("#polling button").click();
        browser.awaitText("#board tbody", "ACME 105.00.*");
        late.run();

        stays(
                "the newer price",
                Duration.ofMillis(500),
                () -> browser.text("#board tbody"),
                board -> board.startsWith("ACME 105.00"));
        assertTrue(relay.requests() > asked, "the button sends another request while a response is held");
    }

    @Test
    void whenTheServerIsGoneThePageSaysSoAndComesBackByItself() {
        browser.hurry("setTimeout"); // the page waits longer after each failure, and a slow test sees many of them
        server.close();
        browser.awaitText("#connection", "The server can’t be reached\\.");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");
        move("ACME", 99_00);

        server = new PollingServer(0, market);
        relay.leadTo(server.uri());

        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#board tbody", "ACME 99.00 −2.00.*");
        browser.awaitText("#as-of", "The newest price of each symbol.");
    }

    @Test
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew() {
        browser.hurry("setTimeout");
        server.close();
        browser.awaitText("#connection", "The server can’t be reached\\.");
        var another = new Market(System.currentTimeMillis() + 1000); // with higher numbers, as after a real restart
        another.move("ACME", 42_00, System.currentTimeMillis());

        server = new PollingServer(0, another);
        relay.leadTo(server.uri());

        browser.awaitText("#as-of", "Another market: the board begins anew, at .*");
        browser.awaitText("#board tbody", "ACME 42.00 \\+0.00");
    }

    @Test
    void thePageWaitsLongerAfterEachFailureAndBeginsAnewAfterASuccess() throws Exception {
        noteFailedPauses();
        try (var scripted = new ScriptedServer("HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n\r\n")) {
            leadTo(scripted);
            awaitPauses("[500, 1000, 2000, 4000, 8000, 15000, 15000]");

            server = new PollingServer(0, market);
            relay.leadTo(server.uri());
            browser.awaitText("#connection", "Connected: .*");
            browser.run("pauses.length = 0");
            leadTo(scripted);

            awaitPauses("[500, 1000, 2000]");
        }
    }

    /** From now on no pause has jitter, so each is half of its limit, and none is waited for. */
    private static void noteFailedPauses() {
        browser.run("Math.random = () => 0");
        notePauses("ms / 100");
    }

    /** The first of the pauses after failures, rounded. The pauses between polls are 250 ms. */
    private static void awaitPauses(String pauses) {
        awaitEqual("the milliseconds of the first pauses", pauses, () -> browser.run("""
                        const failed = pauses.filter((ms) => ms !== 250).map((ms) => Math.round(ms / 500) * 500);
                        return `[${failed.slice(0, arguments[0]).join(", ")}]`;
                        """, pauses.split(",").length));
    }

    @Test
    void thePageSaysThatTheServerRespondsWith500() {
        var broken = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(exchange -> exchange.setStatusCode(500))
                .build();
        broken.start();
        try {
            int port = ((InetSocketAddress) broken.getListenerInfo().get(0).getAddress()).getPort();
            relay.leadTo(URI.create(String.format(ROOT, "http://localhost:%d/", port)));
            server.close(); // ends the connections that lead to it

            browser.awaitText("#connection", "The server responded with 500\\.");
        } finally {
            broken.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{}", "<h1>Log in</h1>", "{\"seq\":1,\"quotes\":[{"})
    void aResponseThatIsNotQuotesIsAFailureAndThePageAsksLessOften(String body) throws Exception {
        noteFailedPauses();
        try (var scripted = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body)) {
            leadTo(scripted);

            browser.awaitText(
                    "#connection",
                    "The server sent something other than quotes: %s"
                            .formatted(body.isEmpty() ? "nothing" : Pattern.quote(body)));
            awaitPauses("[500, 1000, 2000]");
            browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        }
    }

    @Test
    void thePageComesBackNoSoonerThanTheServerAllows() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2147484\r\n\r\n")) {
            leadTo(scripted);
            browser.awaitText("#connection", "The server has too much to do \\(503\\)\\.");

            browser.awaitText("#again", "Trying again in 3(60\\d|59\\d) s\\. Now"); // it waits for an hour at most
            browser.run("document.dispatchEvent(new Event('visibilitychange'))");
            stays(
                    "one request",
                    Duration.ofSeconds(2),
                    () -> scripted.requests().size(),
                    count -> count == 1);
        }
    }

    @Test
    void nowEndsThePause() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\n\r\n")) {
            leadTo(scripted);
            browser.awaitText("#again", "Trying again in 3\\d+ s\\. Now");
            server = new PollingServer(0, market);
            relay.leadTo(server.uri());

            browser.find("#now").sendKeys(Keys.ENTER);

            browser.awaitText("#connection", "Connected: .*");
            browser.awaitText("#again", "");
            assertEquals("connection", browser.run("return document.activeElement.id"), "where the focus is");
        }
    }

    @Test
    void anOrderWithoutAReceiptIsNotSaidToBeDone() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 502 Bad Gateway\r\n\r\n<h1>Bad Gateway</h1>")) {
            leadTo(scripted);
            browser.awaitText("#connection", "A proxy reached no server \\(502\\)\\.");

            browser.find("#ticket button").sendKeys(Keys.ENTER);

            browser.awaitText(
                    "#receipt",
                    "The server responded with 502, and not with a receipt. Send it again: it keeps its id, so it is done only once.");
        }
    }

    /** From the next request on. The page is still the server's. */
    private void leadTo(ScriptedServer scripted) throws Exception {
        relay.leadTo(scripted.uri());
        server.close(); // ends the connections that lead to it
    }

    @Test
    void anOrderIsAccepted() {
        browser.type("[name=quantity]", "25");
        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Done: buy 25 ACME at 101.00.");
    }

    @Test
    void anOrderIsRefusedWithTheReason() {
        browser.type("[name=quantity]", "1.5");
        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Refused \\(422\\): quantity must be a whole number from 1 to 1000000, not 1.5.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "0b11", "1e999", "", " ", "ten"})
    void whatIsNoNumberIsRefusedByName(String quantity) {
        browser.type("[name=quantity]", quantity);
        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Refused \\(422\\): quantity must be .*, not \"%s\"\\.".formatted(quantity));
    }

    @Test
    void ordersAreTakenByAnyNameOfTheMachine() {
        browser.open(URI.create(
                String.format(ROOT, "http://lesson.test:%d/", server.uri().getPort())));
        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Done: buy .*");
    }

    @Test
    void anOrderWhoseResponseWasLostIsDoneOnceWhenItIsSentAgain() {
        relay.hold();
        browser.find("#ticket button").sendKeys(Keys.ENTER);
        awaitEqual("held responses (one to the order, one to a poll)", 2, relay::held);
        await(
                "the page to say that the response is lost",
                () -> {
                    relay.cut(); // more than once, because a browser itself may try again
                    return browser.text("#receipt");
                },
                receipt -> receipt.endsWith("Send it again: it keeps its id, so it is done only once."));
        relay.pass().run();
        browser.awaitText("#connection", "Connected: .*");
        move("ACME", 250_00);

        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Done: buy 10 ACME at 101.00."); // the first receipt, at the first price
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "change"})
    void anOrderThatWasChangedIsAnotherOneWhicheverEventSaysSo(String event) throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n")) {
            relay.leadTo(scripted.uri());
            relay.cut();
            browser.find("#ticket button").sendKeys(Keys.ENTER);
            browser.awaitText("#receipt", ".* Send it again: .*");
            relay.leadTo(server.uri());
        }
        browser.run("""
                document.querySelector('[name=side]').value = 'sell';
                document.querySelector('[name=side]').dispatchEvent(new Event(arguments[0], { bubbles: true }));
                """, event);

        browser.find("#ticket button").sendKeys(Keys.ENTER);

        browser.awaitText("#receipt", "Done: sell 10 ACME at 101.00.");
    }

    @Test
    void thePageShowsWhatItHasCost() {
        browser.awaitText("#wasted", "[1-9]\\d* of \\d+");
        browser.awaitText("#requests", "[2-9]|\\d\\d+");
        browser.awaitText("#age", "\\d+\\.\\d s old");
        assertEquals("2", browser.text("#updates"));
        await( // the browser counts at least 300 bytes for each response, but none for a poll that the page gave up
                "the bytes of two responses",
                () -> Integer.parseInt(browser.text("#bytes").replace(",", "")),
                bytes -> bytes > 600);
    }

    @Test
    void theWholeBoardIsAskedForWithAnETag() {
        browser.find("[value=etag]").click();
        move("ACME", 103_00);
        browser.awaitText("#board tbody", "ACME 103.00.*");

        var etag = String.format(ROOT, "If-None-Match: \"%d\"", market.after(0).seq());
        await(
                "a request for the whole board with " + etag,
                relay::newestRequest,
                head -> head.startsWith("GET /quotes HTTP/1.1") && head.contains(etag));
        awaitEqual("the response to it", "HTTP/1.1 304 Not Modified", relay::newestResponse);
        int wasted = wasted();
        await("the page to count a response without news", PageTest::wasted, count -> count > wasted);
        assertEquals("Connected: asking every 0.25 s.", browser.text("#connection"), "to the page a 304 is a success");
    }

    private static int wasted() {
        return Integer.parseInt(browser.text("#wasted").replaceFirst(" .*", ""));
    }

    @Test
    void aHiddenTabPollsLessAndAsksAtOnceWhenItIsSeenAgain() {
        // Here the pause of 30 s lasts an hour. So no poll comes because the pause is over.
        notePauses("ms < 30_000 ? ms : 3_600_000");
        browser.hiddenWhile(() -> {
            awaitEqual(
                    "the tab and the milliseconds of its last pause",
                    "hidden: 30000",
                    () -> browser.run("return document.visibilityState + ': ' + pauses.at(-1)"));
            int asked = relay.requests();
            move("ACME", 107_00);
            staysQuiet("while the tab is hidden", asked);
        });

        browser.awaitText("#board tbody", "ACME 107.00.*");
    }

    @Test
    void aPageThatWasFrozenAsksAtOnceWhenItThaws() {
        onlyWakingUpAsks();
        browser.frozenWhile(() -> move("ACME", 108_00));

        browser.awaitText("#board tbody", "ACME 108.00.*");
    }

    @Test
    void aPageThatWasOfflineAsksAtOnceWhenItIsOnlineAgain() {
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        browser.offlineWhile(() -> {
            server.close();
            browser.awaitText("#connection", "The server can’t be reached\\.");
            move("ACME", 109_00);
            server = new PollingServer(0, market);
            relay.leadTo(server.uri());
        });

        browser.awaitText("#board tbody", "ACME 109.00.*");
    }

    @Test
    void aPageWhoseComputerWasAsleepAsksAtOnce() {
        onlyWakingUpAsks();
        move("ACME", 110_00);

        browser.setClock(Duration.ofHours(1)); // the steady clock has stood still

        browser.awaitText("#board tbody", "ACME 110.00.*");
    }

    @Test
    void aPageThatWasLeftCarriesOnWhenTheUserComesBack() {
        browser.find("#polling").click(); // Back skips a page that the user has not touched
        browser.open(relay.uri().resolve("/icon.svg"));
        move("ACME", 111_00);

        browser.back();

        browser.awaitText("#board tbody", "ACME 111.00.*");
        browser.awaitText("#connection", "Connected: .*");
    }

    /** Notes the pauses that the page makes, which last as long as an expression says. */
    private static void notePauses(String lasts) {
        browser.run("""
                window.pauses = [];
                const real = setTimeout;
                setTimeout = (work, ms) => {
                  pauses.push(ms);
                  return real(work, %s);
                };
                """.formatted(lasts));
    }

    /** The next poll would begin in an hour. */
    private void onlyWakingUpAsks() {
        browser.run("const real = setTimeout; setTimeout = (work, ms) => real(work, 3_600_000)");
        browser.find("#polling button").click();
        browser.awaitText("#next", "next in .*");
        browser.awaitText("#next", "next in 0.0 s");
    }

    @Test
    void theSizeOfLettersThatTheUserHasChosenCounts() {
        for (int size : new int[] {16, 32, 48}) {
            browser.fontSize(size);
            long drawn = (long) browser.run("return parseInt(getComputedStyle(document.body).fontSize)");
            assertTrue(drawn >= size, () -> "letters of " + size + " px are drawn with " + drawn);
        }
        browser.fontSize(16);
    }

    @Test
    void noChoiceIsCutOffOnAPhoneWhateverTheSizeOfLetters() {
        browser.width(390);
        for (int size : new int[] {16, 32}) {
            browser.fontSize(size);
            var cut = browser.run("""
                    return [...document.querySelectorAll('select')].filter((select) => {
                      const width = select.offsetWidth;
                      select.style.width = 'max-content';
                      const needed = select.offsetWidth;
                      select.style.width = '';
                      return needed > width;
                    }).map((select) => select.name);
                    """);
            assertEquals(List.of(), cut, "choices that are cut off in letters of " + size + " px");
        }
        browser.fontSize(16);
        browser.width(1280);
    }

    @Test
    void theSparklineIsSeenInForcedColors() {
        browser.awaitText("#board tbody", "ACME .*");
        browser.forceColors(true);
        var colors = browser.run("""
                const style = (css) => getComputedStyle(document.querySelector(css));
                return [style('#board td').color, style('#board polyline').stroke];
                """);
        browser.forceColors(false);

        assertEquals(((List<?>) colors).get(0), ((List<?>) colors).get(1), "the colors of the text and of the line");
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        browser.awaitText("#board tbody", "ACME .*");
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#connection", "The server can’t be reached.*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private void holdAResponse() {
        relay.hold();
        await("a response that is held", relay::held, held -> held > 0);
        browser.awaitText("#next", "under way");
    }

    private void staysQuiet(String when, int asked) {
        stays("the number of requests " + when, Duration.ofMillis(600), relay::requests, requests -> requests == asked);
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
