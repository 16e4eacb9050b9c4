package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

@Tag("browser")
class PageTest {
    private static final String HANDSHAKE =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
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
    void whenTheServerStopsThePageSaysSoAndComesBackByItself() {
        browser.hurry("setTimeout"); // the pauses before it tries again
        server.close(Await.LIMIT);
        browser.awaitText("#closed", "1001, clean: The server is going away\\.");
        browser.awaitText("#failed", "1006, not clean: The server can’t be reached\\.");
        assertEquals("1001, clean: The server is going away.", browser.text("#closed"), "this ended the session");
        browser.awaitText(
                "#connection",
                "The connection ended \\(1001, clean\\)\\. The server is going away\\. The server can’t be reached\\.");
        browser.awaitText("#again", "Trying again in \\d+ s\\. Now");
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
        browser.awaitText("#connection", "The connection ended .*");
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

        browser.awaitText("#closed", "1006, not clean: No close frame came: the network or the server failed\\.");
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
                    "The connection ended \\(1006, not clean\\)\\. .* The server sent something other than quotes: %s"
                            .formatted(text.isEmpty() ? "nothing" : Pattern.quote(text)));
            browser.awaitText("#failed", "closed by this page: The server sent something other than quotes: .*");
            browser.awaitText("#attempts", "[3-9]");
            var said = browser.run("return said.join('\\n')").toString();
            assertFalse(said.contains("Connected"), said);
            assertTrue(
                    scripted.requests().size() <= 3,
                    "attempts: " + scripted.requests().size());
        }
    }

    @ParameterizedTest(name = "while the clock is set back by {0} h")
    @ValueSource(ints = {0, 1})
    void silenceIsNoticedWithoutTheBrowsersHelp(int hours) throws Exception {
        relay.swallow();
        move("ACME", 120_00); // which the page does not get
        browser.setClock(Duration.ofHours(-hours));
        browser.run("Object.defineProperty(document, 'hidden', { value: true })"); // so it does not think that it was
        // asleep
        later(13);

        browser.awaitText(
                "#connection", "The connection ended \\(closed by this page\\)\\. Nothing was heard for 12 s\\.");
        relay.heal();
        browser.awaitText("#board tbody", "ACME 120.00 .*");
    }

    @Test
    void aFullServerSaysSoToAPageThatMayNotKnowWhyItsHandshakeFailed() throws Exception {
        var options = new Options(65536, 20, 1, 5000, 10_000, List.of(), false);
        server.close();
        server = new WebSocketServer(Server.listenOn(0), market, options);
        var first = new RawClient(server.uri());
        browser.open(server.uri());

        browser.awaitText("#connection", "All places are taken\\.");
        browser.awaitText("#attempts", "1"); // after one failure the page itself would wait at most a second
        var again = browser.text("#again");
        assertTrue(again.matches("Trying again in [3-6] s\\. Now"), again);
        browser.awaitText("#failed", "1006, not clean: All places are taken\\.");
        browser.awaitText("#closed", "none yet");
        first.close();
        browser.awaitText("#connection", CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<h1>Log in</h1>",
                HANDSHAKE
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: quotes.v1\r\n\r\n",
                HANDSHAKE + "Sec-WebSocket-Accept: {accept}\r\n\r\n", // the server has chosen no subprotocol
                HANDSHAKE + "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: quotes.v2\r\n\r\n",
                "", // the connection ends without a response
            })
    void whateverIsWrongWithAHandshakeThePageIsToldOnly1006(String response) throws Exception {
        try (var scripted = new ScriptedServer(response)) {
            relay.leadTo(scripted.uri());

            assertEquals("error without a message, close 1006 '' not clean", browser.run("""
                    return new Promise((done) => {
                      const socket = new WebSocket("quotes", "quotes.v1");
                      let said = "";
                      socket.onerror = ({ message }) => (said += `error with${message ? ` ${message}` : "out a message"}`);
                      socket.onclose = ({ code, reason, wasClean }) =>
                        done(`${said}, close ${code} '${reason}' ${wasClean ? "clean" : "not clean"}`);
                      socket.onopen = () => done("open");
                    });
                    """));
        }
    }

    @Test
    void whereNoWebSocketGetsThroughThePageSaysThatTheServerIsThere() throws Exception {
        try (var scripted = new ScriptedServer(
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n")) {
            relay.leadTo(scripted.uri());
            relay.cut();

            browser.awaitText(
                    "#failed", "1006, not clean: The server is there, but no WebSocket gets through to it\\.");
            var asked = scripted.requests();
            assertTrue(asked.get(0).contains("Upgrade: websocket\r\n"), asked::toString);
            assertFalse(asked.get(1).contains("Upgrade: websocket\r\n"), asked::toString);
        }
    }

    @Test
    void nowEndsThePause() {
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        server.close(Await.LIMIT);
        browser.awaitText("#again", "Trying again in \\d+ s\\. Now");
        startAnotherServer();

        browser.find("#now").sendKeys(Keys.ENTER);

        browser.awaitText("#connection", CONNECTED);
        browser.awaitText("#again", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resume", "visibilitychange"})
    void aPageThatWakesUpOpensAnotherConnectionAtItsCursorAtOnce(String event) {
        browser.awaitText("#connection", CONNECTED);
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        browser.run(
                "addEventListener(arguments[0], () => {"
                        + " const real = performance.now.bind(performance); performance.now = () => real() + 3000 }, true)",
                event);
        int connections = relay.connections();
        Runnable wait = () -> move("ACME", 108_00);

        if (event.equals("resume")) {
            browser.frozenWhile(wait);
        } else {
            browser.hiddenWhile(wait);
        }

        browser.awaitText("#board tbody", "ACME 108.00 .*");
        awaitEqual("connections", connections + 1, relay::connections);
        browser.awaitText("#connection", CONNECTED);
        browser.awaitText("#frames", ".*" + subscribeAfter("[1-9]\\d+") + ".*");
    }

    @Test
    void aPageThatWasOfflineComesBackAtOnceWhenItIsOnlineAgain() {
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        browser.offlineWhile(() -> {
            server.close(Await.LIMIT);
            browser.awaitText("#connection", "The connection ended .*");
            move("ACME", 109_00);
            startAnotherServer();
        });

        browser.awaitText("#board tbody", "ACME 109.00 .*");
    }

    @Test
    void aPageWhoseComputerWasAsleepOpensAnotherConnectionAtItsCursorAtOnce() {
        browser.awaitText("#connection", CONNECTED);
        browser.run("Math.random = () => 1e6"); // by itself the page would come back in days
        int connections = relay.connections();

        browser.setClock(Duration.ofHours(1)); // the steady clock has stood still

        await("another connection", relay::connections, count -> count > connections);
        browser.awaitText("#connection", CONNECTED);
        browser.awaitText("#frames", ".*" + subscribeAfter("" + market.after(0).seq()) + ".*");
    }

    @Test
    void aPageThatTheBrowserKeepsClosesItsConnectionAndOpensAnotherWhenTheUserComesBack() {
        var subscribers = new Subscribers(market, 20);
        server.close();
        server = new WebSocketServer(
                Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);
        relay.leadTo(server.uri());
        browser.open(relay.uri());
        browser.awaitText("#connection", CONNECTED);

        browser.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        awaitEqual("open sessions", 0, subscribers::count);
        move("ACME", 111_00);
        browser.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        browser.awaitText("#board tbody", "ACME 111.00 .*");
        browser.awaitText("#connection", CONNECTED);
    }

    @Test
    void aPageThatWasLeftCarriesOnWhenTheUserComesBack() {
        browser.find("#ticket").click(); // the browser skips a page that was not touched on the way back
        browser.open(relay.uri().resolve("/icon.svg"));
        move("ACME", 112_00);

        browser.back();

        browser.awaitText("#board tbody", "ACME 112.00 .*");
        browser.awaitText("#connection", CONNECTED);
    }

    @Test
    void tenThousandMessagesInOneTaskAreDrawnOnce() throws Exception {
        watchTheSocket("");
        var seen = (List<?>) browser.run("""
                const count = (element) => {
                  const counts = { drawings: 0, nodes: 0 };
                  new MutationObserver((changes) => {
                    counts.drawings++;
                    counts.nodes += changes.flatMap(({ addedNodes }) => [...addedNodes]).length;
                  }).observe(element, { childList: true, subtree: true });
                  return counts;
                };
                const board = count(document.getElementById('board').tBodies[0]);
                const frames = count(document.getElementById('frames'));
                const cell = () => document.querySelector('#board td').textContent;
                const before = cell();
                const cursor = Number(document.getElementById('cursor').textContent);
                for (let i = 1; i <= 10_000; i++) {
                  const quote = { seq: cursor + i, symbol: 'ACME', price: i / 100, time: Date.now() };
                  newest.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ seq: quote.seq, quotes: [quote] }) }));
                }
                const meanwhile = cell();
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                return [meanwhile === before, cell(), board.drawings, frames.drawings, board.nodes + frames.nodes];
                """);

        assertEquals(List.of(true, "100.00", 1L, 1L), seen.subList(0, 4), "nothing at once, all at the frame");
        assertTrue((long) seen.get(4) < 30, "new nodes: " + seen.get(4));
        assertEquals(
                8L, browser.run("return document.getElementById('frames').children.length"), "messages that are shown");
        browser.awaitText("#more", "… and (9,99\\d|10,0\\d\\d) more");
    }

    @Test
    void aPageThatIsTooSlowForItsPricesSaysThatItFallsBehind() throws Exception {
        // Each of 150 messages takes 20 ms, and in 3 s come 600. The page is too busy to respond to the test, so it
        // keeps
        // all that it says.
        watchTheSocket("""
                const start = performance.now();
                window.messages = (window.messages ?? 0) + 1;
                while (window.messages <= 150 && performance.now() < start + 20);
                """);
        browser.run("window.said = []; new MutationObserver(() => said.push(connection.textContent))"
                + ".observe(connection, { childList: true })");
        try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
            ticker.start(200);

            await("the page to get messages again", () -> browser.run("return messages > 150"), Boolean.TRUE::equals);
            assertTrue(
                    browser.run("return said.join()").toString().startsWith("Connected, but this page falls behind: "),
                    () -> "it said: " + browser.run("return said"));
            browser.awaitText("#connection", CONNECTED);
        }
    }

    @Test
    void aPageWithAWindowSaysOnceAFrameWhatItHasDrawn() throws Exception {
        browser.find("#window option[value='8']").click();
        browser.awaitText("#frames", ".*\\{\"subscribe\":\\[\"\\*\"],\"after\":\\d+,\"window\":8}.*");
        watchTheSocket(""); // and it comes back with its window
        browser.awaitText(
                "#frames", ".*\\{\"seen\":\\d+}.*\\{\"subscribe\":\\[\"\\*\"],\"after\":\\d+,\"window\":8}.*");

        var sent = browser.run("""
                const sent = [];
                newest.send = (text) => sent.push(text);
                const cursor = Number(document.getElementById('cursor').textContent);
                for (let seq = cursor + 1; seq <= cursor + 100; seq++) {
                  const quote = { seq, symbol: 'ACME', price: 1, time: Date.now() };
                  newest.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ seq, quotes: [quote] }) }));
                }
                const early = sent.length;
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                return early + sent.join().replace(cursor + 100, 'newest');
                """);

        assertEquals("0{\"seen\":newest}", sent, "nothing before the frame, and then the newest of 100 messages");
    }

    @Test
    void aHiddenPageWithAWindowIsSentNoPricesUntilItIsShownAgain() throws Exception {
        browser.find("#window option[value='1']").click();
        watchTheSocket("(window.messages ??= []).push(arguments[0].data)");
        browser.awaitText(
                "#frames", ".*\\{\"seen\":\\d+}.*\\{\"subscribe\":\\[\"\\*\"],\"after\":\\d+,\"window\":1}.*");

        browser.hiddenWhile(() -> {
            move("ACME", 110_00);
            awaitMessage("the one price of its window", "110.00");
            move("ACME", 111_00);
            browser.run("newest.send('{}')");
            awaitMessage("the error that comes after all that was sent before", "error");
            assertFalse(messages().contains("111.00"), () -> "it was sent: " + messages());
        });

        browser.awaitText("#board tbody", "ACME 111.00 .*");
    }

    private static void awaitMessage(String what, String part) {
        await(what, PageTest::messages, messages -> messages.contains(part));
    }

    private static String messages() {
        return browser.run("return messages.join()").toString();
    }

    /** From now on the page's WebSocket is known to the test, and something happens with each message. */
    private void watchTheSocket(String onMessage) throws Exception {
        browser.awaitText("#connection", CONNECTED);
        browser.run("""
                const work = new Function(arguments[0]);
                WebSocket = class extends WebSocket {
                  constructor(...how) {
                    super(...how);
                    window.newest = this;
                    this.addEventListener('message', work);
                  }
                };
                """, onMessage);
        relay.cut();
        await("another WebSocket", () -> browser.run("return window.newest?.readyState"), state -> state.equals(1L));
        browser.awaitText("#connection", CONNECTED);
    }

    private static void later(int seconds) {
        browser.run(
                "const real = performance.now.bind(performance); performance.now = () => real() + 1000 * arguments[0]",
                seconds);
    }

    private static String subscribeAfter(String cursor) {
        return "↑ \\d+ bytes \\{\"subscribe\":\\[\"\\*\"],\"after\":%s}".formatted(cursor);
    }

    @Test
    void everyControlIsLargeEnoughForAFinger() {
        browser.awaitText("#subscriptions", ".*ACME.*BRIO.*");
        assertEquals(List.of(), browser.run("""
                document.getElementById('again').hidden = false;
                return [...document.querySelectorAll('input, select, button')].map((control) => {
                  const { width, height } = control.getBoundingClientRect();
                  return width >= 24 && height >= 24 ? '' : `${control.outerHTML}: ${width} x ${height}`;
                }).filter((fault) => fault);
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "change"})
    void aCheckBoxIsHeardByInputAndByChangeAndOnlyOnce(String event) {
        browser.awaitText("#subscriptions", ".*ACME.*");
        for (int i = 0; i < 2; i++) {
            browser.run("""
                    const box = document.querySelector('#subscriptions input');
                    box.checked = false;
                    box.dispatchEvent(new Event(arguments[0]));
                    """, event);
        }
        order();
        browser.awaitText("#receipt", "Done: .*");

        assertEquals(2, browser.text("#frames").split("unsubscribe", -1).length, "parts around one message");
    }

    @Test
    void aPageThatIsTranslatedStillOrdersAndKeepsItsSymbols() {
        browser.awaitText("#subscriptions", ".*ACME.*");
        browser.run("for (const option of document.querySelectorAll('option')) option.textContent = 'kaufen'");
        order();

        browser.awaitText("#receipt", "Done: buy .*");
        assertEquals(List.of(), browser.run("""
                const codes = ['#board tbody th', '#subscriptions label', '[name=symbol]', '#cursor', '#frames'];
                return codes.filter((css) => document.querySelector(css).translate);
                """), "what may not be translated");
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
    @ValueSource(strings = {"0x10", "0b11", "1e999", "", " ", "ten"})
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
        relay.swallowWhatTheServerSends();
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
        browser.awaitText("#connection", "The connection ended .*");

        order();

        browser.awaitText("#receipt", "Not connected: the order will be sent on the next connection.");
        startAnotherServer();
        browser.awaitText("#receipt", "Done: buy 10 ACME at 101.00.");
    }

    @Test
    void afterTheEndSendThrowsNothingAndSendsNothing() {
        var unsent = (Long) browser.run("""
                return new Promise((done) => {
                  const socket = new WebSocket("quotes");
                  socket.onopen = () => socket.close();
                  socket.onclose = () => {
                    socket.send("too late");
                    done(socket.bufferedAmount);
                  };
                });
                """);

        assertTrue(unsent >= "too late".length(), () -> "bytes that were not sent: " + unsent);
    }

    /** The same page, with the same login of the user, at three servers: only the check of the Origin makes a difference. */
    @Test
    void aForeignPageIsRefusedByTheServerNotByTheBrowser() throws Exception {
        var foreign = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(exchange -> exchange.getResponseSender().send("<!doctype html><title>foreign</title>"))
                .build();
        foreign.start();
        int port = ((InetSocketAddress) foreign.getListenerInfo().get(0).getAddress()).getPort();
        var origin = String.format(ROOT, "http://localhost:%d", port);
        var naming = new Options(65536, 20, 10, 5000, 10_000, List.of(origin), false);
        try (var careless = new ScriptedServer("""
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: {accept}\r
                        \r
                        """);
                var friendly = new WebSocketServer(Server.listenOn(0), market, naming)) {
            browser.run("document.cookie = 'login=secret'"); // of localhost, whatever the port
            browser.open(URI.create(origin + "/"));

            assertEquals("open", open(careless.uri()), "a server without a check: the browser lets any page in");
            var handshake = careless.requests().get(0);
            assertTrue(handshake.contains("\r\nOrigin: " + origin + "\r\n"), handshake);
            assertTrue(handshake.contains("\r\nCookie: login=secret\r\n"), "with the user's login: " + handshake);
            assertEquals("open", open(friendly.uri()), "a server whose settings name this page");
            assertEquals("close 1006", open(server.uri()), "a server whose settings do not name this page");
        } finally {
            foreign.stop();
            browser.run("document.cookie = 'login=; max-age=0'");
        }
        browser.open(server.uri());
        assertEquals("open", open(server.uri()), "our own page");
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        browser.awaitText("#frames", ".*↓.*");
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#connection", "The connection ended .*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    /** What becomes of a WebSocket that the browser's page opens. */
    private static Object open(URI server) {
        return browser.run("""
                const [url] = arguments;
                return new Promise((done) => {
                  const socket = new WebSocket(url);
                  socket.onopen = () => done("open");
                  socket.onclose = ({ code }) => done(`close ${code}`);
                });
                """, server.resolve("/quotes").toString().replaceFirst("^http", "ws"));
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
                String.format(ROOT, "the bytes of a board (%d) and perhaps of keep-alives (%d each)", board, sign),
                () -> Integer.parseInt(browser.text("#bytes")),
                bytes -> bytes >= board && (bytes - board) % sign == 0);
    }

    /** By the Enter key: the button may move while the page shows a new text, and then a click misses it. */
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
