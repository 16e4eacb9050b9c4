package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

@Tag("browser")
class PageTest {
    private static final String CONNECTED = "Connected: prices come as they move\\.";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private WebSocketServer server = new WebSocketServer(0, market);
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
        move("ACME", 101_00);
        move("BRIO", 55_00);
        browser.open(relay.uri());
        browser.awaitText("#board tbody", "ACME 101.00 .*BRIO 55.00 .*");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    @Test
    void pricesMove() {
        browser.awaitText("#connection", CONNECTED);

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 \\+1.50.*BRIO 55.00 .*");
    }

    @Test
    void symbolsAreChosenByClick() {
        browser.find("#subscriptions label").click(); // ACME
        browser.awaitText("#frames", ".*\\{\"unsubscribe\":\\[\"ACME\"]}.*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "its price looks old");
        order();
        browser.awaitText("#receipt", "Done: .*"); // what was sent before the order has arrived, too
        move("ACME", 103_00);
        move("BRIO", 56_00);
        browser.awaitText("#board tbody", "ACME.* 101.00 .*BRIO 56.00 .*");

        browser.find("#subscriptions label").click();

        browser.awaitText("#board tbody", "ACME 103.00 \\+2.00.*BRIO 56.00 .*");
    }

    @Test
    void theMessagesAreShownBothWays() {
        browser.awaitText(
                "#frames",
                "↓ \\d+ bytes \\{\"seq\":\\d+,\"quotes\":\\[.*]}\n↑ \\d+ bytes \\{\"subscribe\":\\[\"\\*\"],\"after\":0}");
        browser.awaitText("#buffered", "0 bytes");
    }

    @Test
    void whenTheServerStopsThePageSaysItSaidGoodbyeAndComesBackByItself() {
        browser.hurry("setTimeout"); // the pauses before it tries again
        server.close(Await.LIMIT);
        browser.awaitText("#closed", "1001, clean: the server is going away");
        browser.awaitText("#connection", "Not connected \\(.*\\)\\. Trying again, .*");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");
        move("ACME", 99_00);

        startAnotherServer();

        browser.awaitText("#connection", CONNECTED);
        browser.awaitText("#board tbody", "ACME 99.00 −2.00.*BRIO 55.00 .*");
        browser.awaitText("#as-of", "The newest price of each symbol.");
    }

    @Test
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew() {
        browser.hurry("setTimeout"); // the pauses before it tries again
        browser.awaitText("#subscriptions", ".*ACME.*BRIO.*");
        server.close();
        browser.awaitText("#connection", "Not connected .*");
        var another = new Market(System.currentTimeMillis() + 1000); // its numbers are higher: they alone don't tell
        another.move("ACME", 42_00, System.currentTimeMillis());

        server = new WebSocketServer(0, another);
        relay.leadTo(server.uri());

        browser.awaitText("#as-of", "Another market: the board begins anew, at .*");
        browser.awaitText("#board tbody", "ACME 42.00 \\+0.00");
        assertEquals("ACME\nBRIO", browser.text("#subscriptions").replaceFirst("Send me\\s*", ""), "each of them once");
    }

    @Test
    void whenPricesStandStillThePageSaysSoAndThatTheyMoveAgain() {
        server.halt(true);
        browser.awaitText("#connection", "Connected, but prices stand still: the server has lost the market\\.");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");

        server.halt(false);
        browser.awaitText("#connection", CONNECTED);
        browser.awaitText("#as-of", "The newest price of each symbol.");
    }

    @Test
    void aBrokenConnectionResumesAtTheCursor() throws Exception {
        relay.cut();

        browser.awaitText(
                "#closed", "1006, not clean: no goodbye: the network or the server broke off, or it refused us");
        browser.awaitText(
                "#frames",
                String.format(
                        ROOT,
                        ".*↑ \\d+ bytes \\{\"subscribe\":\\[\"\\*\"],\"after\":%d}.*",
                        market.after(0).seq()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{oops",
                "<h1>Log in</h1>",
                "{\"ack\":{\"id\":\"c-17\"}}",
                "{\"market\":\"gone\"}"
            })
    void aMessageThatIsNotUnderstoodEndsTheConnectionAndIsNoSuccess(String text) throws Exception {
        try (var scripted = new ScriptedServer("""
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: {accept}\r
                Sec-WebSocket-Protocol: quotes.v1\r
                \r
                \u0081%c%s""".formatted(text.length(), text))) {
            browser.awaitText("#connection", CONNECTED);
            browser.run("window.said = []; new MutationObserver(() => said.push(connection.textContent))"
                    + ".observe(connection, { childList: true })");
            relay.leadTo(scripted.uri());
            relay.cut();

            browser.awaitText(
                    "#connection",
                    "Not connected \\(1006, not clean: The server sent something other than quotes: %s\\). Trying again, .*"
                            .formatted(text.isEmpty() ? "nothing" : Pattern.quote(text)));
            browser.awaitText("#attempts", "[3-9]");
            var said = browser.run("return said.join('\\n')").toString();
            assertFalse(said.contains("Connected"), said);
            assertTrue(
                    scripted.requests().size() <= 3,
                    "attempts: " + scripted.requests().size());
        }
    }

    @Test
    void silenceIsNoticedWithoutTheBrowsersHelp() throws Exception {
        relay.swallow();
        move("ACME", 120_00); // which nobody will hear of

        browser.run("const now = Date.now; Date.now = () => now() + 13000"); // 13 s pass

        browser.awaitText(
                "#connection", "Not connected \\(1006, not clean: nothing heard for 12 s\\)\\. Trying again, .*");
        relay.heal();
        browser.awaitText("#board tbody", "ACME 120.00 .*");
    }

    @Test
    void anOrderIsAccepted() {
        browser.type("[name=quantity]", "25");
        order();

        browser.awaitText("#receipt", "Done: buy 25 ACME at 101.00.");
    }

    @Test
    void anOrderIsRefusedWithTheReason() {
        browser.type("[name=quantity]", "1.5");
        order();

        browser.awaitText("#receipt", "Refused: quantity must be a whole number from 1 to 1000000, not 1.5.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x10", "0b11", "1e999", " ", "ten"})
    void whatIsNoNumberIsRefusedByName(String quantity) {
        browser.type("[name=quantity]", quantity);
        order();

        browser.awaitText("#receipt", "Refused: quantity must be .*, not \"%s\"\\.".formatted(quantity));
    }

    @Test
    void ordersAreTakenByAnyNameOfTheMachine() {
        browser.open(URI.create(
                String.format(ROOT, "http://lesson.test:%d/", server.uri().getPort())));
        browser.awaitText("#connection", "Connected.*");
        order();

        browser.awaitText("#receipt", "Done: buy .*");
    }

    @Test
    void anOrderWhoseAckWasLostIsSentAgainAndDoneOnce() throws Exception {
        relay.swallowAnswers();
        order();
        browser.awaitText("#receipt", "Sent.");
        await("the ack to be lost", relay::lost, lost -> lost.contains("{\"ack\":"));
        move("ACME", 250_00);

        relay.heal();

        browser.awaitText("#receipt", "Done: buy 10 ACME at 101.00.");
    }

    @Test
    void anOrderBeforeTheSocketIsOpenWaitsForIt() {
        assertEquals(
                "InvalidStateError",
                browser.run(
                        "try { new WebSocket('quotes').send('too soon'); return 'sent'; } catch (error) { return error.name; }"),
                "M28: send right after new WebSocket");
        browser.hurry("setTimeout"); // the pauses before it tries again
        server.close();
        browser.awaitText("#connection", "Not connected .*");

        order();

        browser.awaitText("#receipt", "Not connected: it will be sent when we are.");
        startAnotherServer();
        browser.awaitText("#receipt", "Done: buy 10 ACME at 101.00.");
    }

    @Test
    void aForeignPageIsRefusedByTheServerNotByTheBrowser() {
        var foreign = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(exchange -> exchange.getResponseSender().send("<!doctype html><title>foreign</title>"))
                .build();
        foreign.start();
        try {
            int port = ((InetSocketAddress) foreign.getListenerInfo().get(0).getAddress()).getPort();
            browser.open(URI.create(String.format(ROOT, "http://localhost:%d/", port)));

            assertEquals(
                    "close 1006",
                    open(String.format(
                            ROOT, "ws://localhost:%d/quotes", server.uri().getPort())));
        } finally {
            foreign.stop();
        }
        browser.open(server.uri());
        assertEquals(
                "open",
                open(String.format(
                        ROOT, "ws://localhost:%d/quotes", server.uri().getPort())),
                "our own page");
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        browser.awaitText("#frames", ".*↓.*");
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#connection", "Not connected .*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private static Object open(String socket) {
        return browser.run("""
                const [url] = arguments;
                return new Promise((done) => {
                  const socket = new WebSocket(url);
                  socket.onopen = () => done("open");
                  socket.onclose = ({ code }) => done(`close ${code}`);
                });
                """, socket);
    }

    @Test
    void thePageShowsWhatItHasCost() {
        browser.awaitText("#updates", "2");
        browser.awaitText("#requests", "1");
        browser.awaitText("#age", "\\d+\\.\\d s old");
        int board = market.after(0).json().length + 4;
        int sign = String.format(
                                ROOT,
                                "{\"seq\":%d,\"quotes\":[]}",
                                market.after(0).seq())
                        .length()
                + 2;
        await(
                String.format(ROOT, "the bytes of a board (%d) and perhaps signs of life (%d each)", board, sign),
                () -> Integer.parseInt(browser.text("#bytes")),
                bytes -> bytes >= board && (bytes - board) % sign == 0);
    }

    /** By key: a button may move while the page says something new, and then a click misses it. */
    private static void order() {
        browser.find("[name=quantity]").sendKeys(Keys.ENTER);
    }

    private void startAnotherServer() {
        server = new WebSocketServer(0, market);
        relay.leadTo(server.uri());
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
