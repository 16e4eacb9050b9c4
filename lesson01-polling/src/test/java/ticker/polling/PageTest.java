package ticker.polling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void aPriceThatMovesFlashesUnlessItsReaderPrefersReducedMotion(String motion, long flashes) {
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
        assertEquals(flashes, browser.run("return flashes"));
    }

    @Test
    void theIntervalCanBeChosen() {
        browser.find("[name=interval] [value='10000']").click();
        browser.awaitText("#connection", "Connected: asking every 10 s.");
        int asked = relay.requests();

        await("a long interval to be kept").during(Duration.ofMillis(600)).until(() -> relay.requests() == asked);
    }

    @Test
    void aSlowServerCausesNoOverlappingPolls() {
        holdAnAnswer();
        int asked = relay.requests();

        await("the page to be patient").during(Duration.ofMillis(600)).until(() -> relay.requests() == asked);

        browser.run("setInterval(() => fetch('quotes', {cache: 'no-store'}), 250)"); // M5: what the articles do
        await("polls on setInterval to pile up").until(() -> relay.requests() >= asked + 3);
        relay.pass().run();
    }

    @Test
    void aLateAnswerNeverShowsAnOlderPrice() {
        holdAnAnswer();
        int asked = relay.requests();
        var late = relay.pass(); // the answer on its way stays held, with the price of now
        move("ACME", 105_00);

        browser.find("#polling button").click();
        browser.awaitText("#board tbody", "ACME 105.00.*");
        late.run();

        await("the newer price to stay")
                .during(Duration.ofMillis(500))
                .until(() -> browser.text("#board tbody").startsWith("ACME 105.00"));
        assertTrue(relay.requests() > asked);
    }

    @Test
    void whenTheServerIsGoneThePageSaysSoAndComesBackByItself() {
        int port = server.uri().getPort();
        server.close();
        browser.awaitText("#connection", "The server can’t be reached. Trying again, .*");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");
        move("ACME", 99_00);

        server = new PollingServer(port, market);

        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#board tbody", "ACME 99.00 −2.00.*");
        browser.awaitText("#as-of", "The newest price of each symbol.");
    }

    @Test
    void aServerThatAnswers500IsSaidToDoSo() {
        int port = server.uri().getPort();
        server.close();
        var broken = Undertow.builder()
                .addHttpListener(port, "localhost")
                .setHandler(exchange -> exchange.setStatusCode(500))
                .build();
        broken.start();

        browser.awaitText("#connection", "The server answered 500. Trying again, .*");
        broken.stop();
    }

    @Test
    void anOrderIsAccepted() {
        browser.type("[name=quantity]", "25");
        browser.find("#ticket button").click();

        browser.awaitText("#receipt", "Done: buy 25 ACME at 101.00.");
    }

    @Test
    void anOrderIsRefusedWithTheReason() {
        browser.type("[name=quantity]", "1.5");
        browser.find("#ticket button").click();

        browser.awaitText("#receipt", "Refused \\(422\\): quantity must be a whole number from 1 to 1000000, not 1.5.");
    }

    @Test
    void anOrderWhoseAnswerWasLostIsDoneOnceWhenItIsSentAgain() {
        relay.hold();
        browser.find("#ticket button").click();
        await("the order to be done, beside a poll").until(() -> relay.held() == 2);
        await("the answer to be lost").until(() -> {
            relay.cut(); // more than once, because a browser itself may try again
            return browser.text("#receipt").endsWith("Send it again: it keeps its id, so it is done only once.");
        });
        relay.pass();
        move("ACME", 250_00);

        browser.find("#ticket button").click();

        browser.awaitText("#receipt", "Done: buy 10 ACME at 101.00."); // the first receipt, at the first price
    }

    @Test
    void thePageShowsWhatItHasCost() {

        browser.awaitText("#wasted", "[1-9]\\d* of \\d+");
        browser.awaitText("#requests", "[2-9]|\\d\\d+");
        browser.awaitText("#age", "\\d+\\.\\d s old");
        assertEquals("2", browser.text("#updates"));
        int bytes = Integer.parseInt(browser.text("#bytes").replace(",", ""));
        assertTrue(bytes > 600, "the browser counts at least 300 bytes for each answer: " + bytes);
    }

    @Test
    void theWholeBoardIsAskedForWithAnETag() {
        browser.find("[value=etag]").click();
        long bytes = relay.bytes();

        move("ACME", 103_00);

        browser.awaitText("#board tbody", "ACME 103.00.*");
        browser.awaitText("#wasted", "[1-9]\\d* of \\d+");
        assertTrue(relay.bytes() > bytes);
    }

    @Test
    void aHiddenTabPollsLessAndAsksAtOnceWhenItIsSeenAgain() {
        browser.hiddenWhile(() -> {
            await("the hidden tab to slow down").until(() -> (boolean) browser.run(
                    "return document.hidden && parseFloat(document.getElementById('next').textContent.slice(8)) > 5"));
            int asked = relay.requests();
            move("ACME", 107_00);
            await("the hidden tab to be quiet").during(Duration.ofMillis(600)).until(() -> relay.requests() == asked);
        });

        browser.awaitText("#board tbody", "ACME 107.00.*");
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        browser.awaitText("#board tbody", "ACME .*");
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#connection", "The server can’t be reached.*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private void holdAnAnswer() {
        relay.hold();
        await("an answer to be held").until(() -> relay.held() == 1);
        browser.awaitText("#next", "waiting for the answer");
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
