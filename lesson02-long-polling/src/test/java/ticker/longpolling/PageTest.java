package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Await.stays;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
            var said = browser.text("#connection");
            assertTrue(said.startsWith("Connected"), said);
        }
    }

    @Test
    void whenTheServerIsGoneThePageSaysSoAndComesBackByItself() {
        browser.hurry("setTimeout"); // the pauses, which get longer and longer
        stopServer();
        browser.awaitText("#connection", "The server can’t be reached\\.|The server is stopping\\.");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        browser.awaitText("#again", "Trying again in \\d+ s. Now");
        browser.awaitText("#held", "–");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");

        server = start();
        relay.leadTo(server.uri());

        browser.awaitText("#connection", "Connected: .*"); // at once: no price has to move for that
        browser.awaitText("#as-of", "The newest price of each symbol.");
        assertEquals("2", browser.text("#updates"), "updates: the board that it gets again brings none");
        awaitHeld(1, () -> server.held());
        move("ACME", 99_00);
        browser.awaitText("#board tbody", "ACME 99.00 −2.00.*");
    }

    @Test
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew() {
        browser.hurry("setTimeout");
        stopServer();
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        var another = new Market(System.currentTimeMillis() + 1000); // its numbers are higher, so they don't show it
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
        browser.awaitText("#connection", "Prices stand still: the server has lost the market\\.");
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
        browser.awaitText("#connection", "The server took too long\\.");
        browser.awaitText("#timeline tbody", ".*The server took too long\\..*");
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
    void aPageThatWasFrozenAsksAnewWhenItThaws() {
        loseTheConnection();

        browser.frozenWhile(() -> move("ACME", 98_00));

        browser.awaitText("#board tbody", "ACME 98.00 .*");
        assertGivenUp();
    }

    @Test
    void aPageThatWasOfflineAsksAnewWhenItIsOnlineAgain() {
        loseTheConnection();

        browser.offlineWhile(() -> move("ACME", 98_00));

        browser.awaitText("#board tbody", "ACME 98.00 .*");
    }

    @Test
    void aPageWhoseComputerWasAsleepAsksAnew() {
        loseTheConnection();
        move("ACME", 98_00);

        browser.setClock(Duration.ofHours(1)); // the steady clock has stood still

        browser.awaitText("#board tbody", "ACME 98.00 .*");
        assertGivenUp();
    }

    @Test
    void aPageThatWakesUpShowsOldPricesUntilTheServerResponds() {
        awaitLongHold();
        relay.stop();

        browser.run("document.dispatchEvent(new Event('visibilitychange'))");

        browser.awaitText("#connection", "Asking what this page has missed …");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        relay.go();
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void aRequestThatHasJustBegunIsNotGivenUp() {
        browser.run("""
                let time = performance.now(); // it stands still
                const wall = Date.now() - time;
                performance.now = () => time;
                Date.now = () => wall + time;
                window.wakeAfter = (millis) => {
                  time += millis;
                  document.dispatchEvent(new Event("visibilitychange"));
                };
                """);
        move("ACME", 98_00);
        browser.awaitText("#board tbody", "ACME 98.00 .*");
        awaitHeld(1, () -> server.held());
        int asked = relay.requests();

        browser.run("wakeAfter(1999)");
        move("ACME", 97_00);
        browser.awaitText("#board tbody", "ACME 97.00 .*");
        awaitEqual("requests", asked + 1, relay::requests);

        browser.run("wakeAfter(2000)");
        awaitEqual("requests", asked + 3, relay::requests); // the first shows that the server is there
    }

    @Test
    void aDeadConnectionIsNoticedAlsoWhenTheClockIsSetBack() {
        browser.setClock(Duration.ofHours(-1));
        browser.awaitText("#held", "held for \\d\\.\\d s");
        shortenTheTimeout();
        relay.forget();
        move("ACME", 98_00);

        browser.awaitText("#timeline tbody", ".*The server took too long\\..*");
        browser.awaitText("#board tbody", "ACME 98.00 .*");
        assertFalse(browser.text("#timeline").contains("-"), () -> "a negative time: " + browser.text("#timeline"));
    }

    /** What the request that is held would get is lost from now on. The page does not know, and would wait for 35 s. */
    private void loseTheConnection() {
        awaitLongHold();
        relay.forget();
    }

    private void awaitLongHold() {
        browser.awaitText("#held", "held for (2\\.[1-9]|[3-9]\\.\\d|\\d\\d\\.\\d) s");
    }

    private void assertGivenUp() {
        browser.awaitText("#timeline tbody", ".*the page: it may have slept.*");
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

            browser.awaitText("#connection", "All places are taken\\.");
            browser.awaitText("#again", "Trying again in ([6-9]|[1-3]\\d) s. Now");
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
                    "The server sent something other than quotes: %s"
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n{\"seq\":7,\"quotes\":[]}",
                "HTTP/1.1 200 OK\r\n\r\n{\"seq\":7,\"reset\":true,\"quotes\":[]}",
            })
    void aServerThatRespondsWithNothingAtOnceIsNotFlooded(String response) throws Exception {
        try (var scripted = new ScriptedServer(response)) {
            leadTo(scripted);

            browser.awaitText("#connection", "The server responded at once with nothing new\\.");
            browser.awaitText("#again", "Trying again in \\d+ s. Now");
            int asked = scripted.requests().size();
            stays(
                    "at most two requests more",
                    Duration.ofSeconds(2),
                    () -> scripted.requests().size(),
                    requests -> requests <= asked + 2);
        }
    }

    @Test
    void aServerThatHoldsNoRequestIsAskedLessAndLessAlthoughItSendsTheBoardEachTime() throws Exception {
        var board =
                "HTTP/1.1 200 OK\r\n\r\n{\"seq\":7,\"quotes\":[{\"seq\":7,\"symbol\":\"ACME\",\"price\":1.00,\"time\":0}]}";
        var nothing = "HTTP/1.1 204 No Content\r\n\r\n";
        try (var scripted = new ScriptedServer(board, nothing, board, nothing, board, nothing, board, nothing)) {
            hurryAndWriteDownPauses();
            leadTo(scripted);

            var pauses = await("four pauses", this::pauses, all -> all.size() >= 4);
            assertTrue(
                    pauses.get(3) >= 4000,
                    () -> "after four failures it should pause for 4 to 8 s, not for the last of these ms: " + pauses);
        }
    }

    @Test
    void afterAFailureOnlyAPriceIsASignOfTheServer() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 500 Oops\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n")) {
            // To the page, no response comes at once.
            browser.run("let time = performance.now(); performance.now = () => (time += 150)");
            leadTo(scripted);
            browser.awaitText("#connection", "The server responded with 500\\.");

            browser.awaitText("#connection", "The server responded at once with nothing new\\.");
        }
    }

    @Test
    void nowEndsThePause() throws Exception {
        try (var scripted = new ScriptedServer("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\n\r\n")) {
            leadTo(scripted);
            browser.awaitText("#again", "Trying again in 3\\d+ s\\. Now");
            server = start();
            relay.leadTo(server.uri());

            browser.find("#now").sendKeys(Keys.ENTER);

            browser.awaitText("#connection", "Connected: .*");
            browser.awaitText("#again", "");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/problem+json; charset=utf-8, '{\"detail\":\"Too many.\"}', Too many.",
        "application/problem+json, <h1>Too many</h1>, The server has too much to do (503).",
        "application/problem+json, null, The server has too much to do (503).",
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

            browser.awaitText("#connection", Pattern.quote(sentence));
            browser.awaitText("#again", "Trying again in 3(60\\d|59\\d) s. Now");
            browser.run("document.dispatchEvent(new Event('visibilitychange'))"); // it wakes up, and waits all the same
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
    void aPageInTheBrowsersMemoryHoldsNoRequestAndAsksAnewWhenItComesBack() {
        browser.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        awaitHeld(0, () -> server.held());
        browser.awaitText("#held", "–");

        browser.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        awaitHeld(1, () -> server.held());
        browser.awaitText("#connection", "Connected: .*");
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
        assertTrue(bytes > 400, "the browser counts 300 bytes for the headers of a response: " + bytes);

        move("ACME", 102_00);

        browser.awaitText("#requests", "2");
        browser.awaitText("#updates", "3");
    }

    @Test
    void aServerWithoutPricesIsNotSaidToSendThem() throws Exception {
        try (var empty = new LongPollingServer(0, new Market(0), new Options(10, 300))) {
            browser.open(empty.uri());

            browser.awaitText("#connection", "The server has no prices yet: it holds the request until one moves\\.");
            browser.awaitText("#empty", "[2-9]|\\d\\d+");
        }
    }

    @Test
    void tenThousandResponsesInOneTaskAreDrawnOnce() {
        var seen = (List<?>) browser.run("""
                let seq = Number(document.getElementById("cursor").textContent);
                let left = 10_000;
                // Responses that are there at once: microtasks alone lead from one to the next, so all come in one task.
                const response = () => ({ status: 200, text: async () => JSON.stringify({ seq: ++seq,
                  quotes: [{ seq, symbol: "ACME", price: left, time: Date.now() }] }) });
                fetch = () => (left-- > 0 ? Promise.resolve(response()) : new Promise(() => {}));
                const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })); // no request is held now
                await drawn();
                const changes = [];
                new MutationObserver((some) => changes.push(...some))
                  .observe(document.querySelector("main"), { childList: true, subtree: true });
                dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
                await drawn();
                const prices = changes.filter(({ target }) => target.matches("#board td:nth-child(2)"));
                const nodes = changes.flatMap(({ addedNodes }) => [...addedNodes]);
                return [left, prices.length, nodes.length, document.getElementById("more").textContent];
                """);

        assertEquals(-1L, seen.get(0), "all have come in one task");
        assertEquals(1L, seen.get(1), "drawings of the price");
        assertTrue((long) seen.get(2) < 200, "new nodes: " + seen.get(2));
        assertTrue(seen.get(3).toString().matches("… and 9,99\\d more\\."), seen.get(3)::toString);
    }

    @Test
    void aPageThatIsTooBusySaysThatItFallsBehind() {
        browser.run("""
                window.said = [];
                new MutationObserver(() => said.push(connection.textContent)).observe(connection, { childList: true });
                window.busy = setInterval(() => {
                  const end = performance.now() + 1500;
                  while (performance.now() < end);
                }, 1);
                """);
        var cents = new AtomicLong(98_00);
        Await.await(
                "the page to say that it falls behind",
                () -> {
                    move("ACME", cents.incrementAndGet()); // the next look is over when the page has time again
                    return browser.run("return said.join('\\n')");
                },
                said -> said.toString().contains("Connected, but this page falls behind: "));
        browser.run("clearInterval(busy)");

        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void onAPhoneWithLargeLettersNothingHangsOverTheEdgeAndNoHeadingIsCut() {
        browser.width(390);
        browser.fontSize(32);
        try {
            browser.awaitText("#timeline tbody", ".*ACME, BRIO");
            assertEquals(
                    false,
                    browser.run("return document.documentElement.scrollWidth > innerWidth"),
                    "whether something hangs over the edge");
            var broken = browser.run("""
                    const lines = (heading) => heading.clientHeight / parseFloat(getComputedStyle(heading).lineHeight);
                    return [...document.querySelectorAll("#timeline thead th")]
                      .filter((heading) => lines(heading) > 2 || heading.scrollWidth > heading.clientWidth)
                      .map((heading) => heading.textContent);
                    """);
            assertEquals(List.of(), broken, "headings of the time line that are broken or cut");
        } finally {
            browser.fontSize(16);
            browser.width(1280);
        }
    }

    @Test
    void theBarsAreSeenInForcedColors() {
        browser.awaitText("#timeline tbody", ".*ACME, BRIO");
        browser.forceColors(true);
        try {
            assertEquals(
                    browser.run("return getComputedStyle(document.body).color"),
                    browser.run("return getComputedStyle(document.querySelector('.bar')).borderTopColor"));
            assertTrue(browser.find(".bar").getSize().height >= 5, "a bar has a height");
        } finally {
            browser.forceColors(false);
        }
    }

    @Test
    void aTranslationLeavesNumbersAndSymbolsAlone() {
        browser.awaitText("#timeline tbody", ".*ACME, BRIO");

        var translated = browser.run(
                "return [...document.querySelectorAll('#cursor, #timeline tbody th, #timeline .news td:last-child')]"
                        + ".filter((code) => code.translate).map((code) => code.textContent)");

        assertEquals(List.of(), translated);
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
