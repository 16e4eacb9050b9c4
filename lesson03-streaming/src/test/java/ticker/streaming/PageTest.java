package ticker.streaming;

import static java.util.Locale.ROOT;
import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

import java.time.Duration;
import java.util.List;
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

    private final Market market = new Market(1000);
    private StreamingServer server = new StreamingServer(0, market);
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

    @ParameterizedTest
    @CsvSource({
        "events, 'event quotes, id 1003, \\d+ bytes of data\n\\{\"seq\":1003,.*}'",
        "stream, 'chunk of \\d+ bytes, ends 1 message\n\\{\"seq\":1003,.*\\\\n'"
    })
    void pricesMoveAndWhatBringsThemIsShown(String way, String piece) {
        read(way);

        move("ACME", 102_50);

        browser.awaitText("#board tbody", "ACME 102.50 \\+1.50.*BRIO 55.00 .*");
        browser.awaitText("#log li", ".* · " + piece);
        browser.awaitText("#last-id", "1003");
        browser.awaitText("#connection", "Connected: prices come as they move.");
    }

    @Test
    void allPricesComeInOneResponseAndTheLogIsBounded() {
        for (int cents = 1; cents <= 10; cents++) {
            move("ACME", cents);
            browser.awaitText("#board tbody", String.format(ROOT, "ACME 0.%02d .*", cents));
        }

        assertEquals(1, relay.requests().size(), "requests for ten prices");
        assertEquals("1", browser.text("#requests"), "requests that the page has counted");
        assertEquals(8L, browser.run("return document.querySelectorAll('#log li').length"), "lines of the log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "change"})
    void oneEventOfTheChoiceIsEnoughToChangeTheWay(String event) {
        browser.run("""
                const way = document.querySelector("[name=way]");
                way.value = "stream";
                way.dispatchEvent(new Event(arguments[0], { bubbles: true }));
                """, event);

        browser.awaitText("#state", "reading");
    }

    /** Bytes that travel alone may arrive together. The page itself reads them one by one; EventSource is the browser's. */
    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void messagesAreWholeWhenEveryByteTravelsAlone(String way) {
        relay.byteByByte();
        browser.run("""
                const real = fetch;
                fetch = async (...request) => {
                  const response = await real(...request);
                  const apart = new TransformStream({
                    transform(chunk, parts) {
                      for (const byte of chunk) parts.enqueue(Uint8Array.of(byte));
                    },
                  });
                  return new Response(response.body.pipeThrough(apart), response);
                };
                """);
        read(way);
        int requests = relay.requests().size();

        move("Æ€𝄞", 99_00);

        browser.awaitText("#board tbody", "ACME 101.00.*Æ€𝄞 99.00.*");
        if (way.equals("stream")) {
            browser.awaitText("#log li", ".* · chunk of 1 bytes, ends 1 message\n.*");
        }
        assertEquals(requests, relay.requests().size(), "a page that takes a piece for a message has to connect again");
    }

    @Test
    void aLineThatComesInTwoPiecesIsReadAsOne() {
        read("stream");
        int requests = relay.requests().size();
        var goOn = relay.halve();

        move("ACME", 102_50);
        browser.awaitText("#log li", ".* · chunk of \\d+ bytes, ends 0 messages.*"); // the first half has come
        goOn.run();

        browser.awaitText("#board tbody", "ACME 102.50.*");
        assertEquals(requests, relay.requests().size(), "a page that loses the first half has to connect again");
    }

    @ParameterizedTest
    @CsvSource({
        "events, The stream is lost. The browser reconnects by itself.",
        "stream, The stream has ended.",
    })
    void whenTheServerIsGoneThePageSaysSoAndEndsOnTheNewestPriceByItself(String way, String sentence) throws Exception {
        read(way);
        var sentences = new TextLog(browser, "#connection");
        server.close();
        sentences.awaitText(sentence);
        sentences.awaitText("The server can’t be reached.");
        browser.awaitText("#as-of", "Old prices: nothing heard since .*");
        assertEquals("italic", browser.find("#board td").getCssValue("font-style"), "old prices look old");
        move("ACME", 99_00);
        move("ACME", 98_00);

        server = new StreamingServer(0, market); // at another port: the old one may be taken by now
        relay.leadTo(server.uri());

        browser.awaitText("#board tbody", "ACME 98.00 −3.00.*BRIO 55.00.*");
        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#brought", "1 price newer than 1002");
        browser.awaitText("#as-of", "The newest price of each symbol.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void whenTheServerComesBackWithAnotherMarketTheBoardBeginsAnew(String way) {
        read(way);
        server.close();
        browser.awaitText("#as-of", "Old prices: .*");
        var another = new Market(2000); // its numbers are higher: they alone don't tell
        another.move("ACME", 42_00, System.currentTimeMillis());

        server = new StreamingServer(0, another);
        relay.leadTo(server.uri());

        browser.awaitText("#as-of", "Another market: the board begins anew, at .*");
        browser.awaitText("#board tbody", "ACME 42.00 \\+0.00");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "events, `event: quotes\ndata: {oops\n\n`, {oops",
                "events, `event: quotes\ndata: null\n\n`, null",
                "events, `event: quotes\ndata: {}\n\n`, {}",
                "stream, `{oops\n`, {oops",
                "stream, `null\n`, null",
                "stream, `{}\n`, {}",
            })
    void whatIsNotQuotesIsAFailureAndThePageComesBack(String way, String body, String excerpt) {
        read(way);
        var sentences = new TextLog(browser, "#connection");
        var type = way.equals("events") ? "text/event-stream" : "application/x-ndjson";
        for (int i = 0; i < 2; i++) {
            relay.respond("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s".formatted(type, body));
        }
        int asked = relay.requests().size();

        browser.find("#streaming button").click(); // opens another stream, which is nonsense

        sentences.awaitText("The server sent something other than quotes: " + excerpt);
        awaitEqual(
                "requests, of which the last is well",
                asked + 3,
                () -> relay.requests().size());
        browser.awaitText("#connection", "Connected: .*"); // by a price that it had: none has moved
    }

    @Test
    void afterNonsenseAStreamThatOpensIsNotYetSaidToBeConnected() throws Exception {
        try (var scripted = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: quotes\ndata: {oops\n\n")) {
            var sentences = new TextLog(browser, "#connection");
            leadTo(scripted);

            sentences.awaitText("The stream is open. Waiting for prices.");
            await("three requests", () -> scripted.requests().size(), count -> count >= 3);
            var texts = sentences.texts();
            var nonsense = texts.indexOf("The server sent something other than quotes: {oops");
            var since = texts.subList(nonsense, texts.size());
            assertFalse(since.toString().contains("Connected"), texts::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, text/html, 'The server sends text/html, not application/x-ndjson.'",
        "200 OK, application/json, 'The server sends application/json, not application/x-ndjson.'",
        "503 Service Unavailable, application/problem+json, The server has too much to do (503).",
        "204 No Content, application/x-ndjson, The server responded with 204.",
    })
    void aResponseThatIsNoStreamOfLinesIsAFailureThatIsObeyedForAnHour(String status, String type, String sentence)
            throws Exception {
        try (var scripted =
                new ScriptedServer("HTTP/1.1 %s\r\nContent-Type: %s\r\nRetry-After: 2147484\r\n\r\n<h1>Log in</h1>\n"
                        .formatted(status, type))) {
            read("stream");
            leadTo(scripted);

            browser.awaitText("#connection", quote(sentence));
            // In a response with a status of success, Retry-After does not count.
            browser.awaitText(
                    "#again", "Trying again in %s s\\. Now".formatted(status.startsWith("5") ? "36\\d\\d" : "\\d"));
        }
    }

    @Test
    void aLineWithoutAnEndIsNoReasonToKeepMoreThanAMegabyte() throws Exception {
        try (var scripted = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n" + ScriptedServer.ENDLESS)) {
            read("stream");
            leadTo(scripted);

            browser.awaitText("#connection", "The server sent something other than quotes: x{60}…");
        }
    }

    /** From the next request on, which this causes. The page itself has come from the server. */
    private void leadTo(ScriptedServer scripted) {
        relay.leadTo(scripted.uri());
        server.close();
    }

    @Test
    void aStreamWithoutAKeepAliveIsLeftAndAnotherOneOpened() {
        read("stream");
        var sentences = new TextLog(browser, "#connection");
        browser.setClock(Duration.ofHours(-1)); // the page uses another clock

        pass(browser, 21);

        sentences.awaitText("Nothing for 20 s: not even a keep-alive.");
        browser.awaitText("#connection", "Connected: .*");
        awaitEqual("open streams", 1, server.subscribers()::count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void aPageThatWasFrozenOpensAnotherStreamWhenItThaws(String way) {
        read(way);
        dieInSilence();

        browser.frozenWhile(() -> move("ACME", 108_00));

        browser.awaitText("#board tbody", "ACME 108.00.*");
        browser.awaitText("#connection", "Connected: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void aPageThatWasOfflineOpensAnotherStreamWhenItIsOnlineAgain(String way) {
        read(way);
        dieInSilence();

        browser.offlineWhile(() -> move("ACME", 109_00));

        browser.awaitText("#board tbody", "ACME 109.00.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void aPageWhoseComputerWasAsleepOpensAnotherStream(String way) {
        read(way);
        dieInSilence();
        move("ACME", 110_00);

        browser.setClock(Duration.ofHours(1)); // the steady clock has stood still

        browser.awaitText("#board tbody", "ACME 110.00.*");
    }

    @Test
    void aPageThatWasLeftCarriesOnWhenTheUserComesBack() {
        browser.find("#streaming").click(); // the Back button skips a page without a click
        browser.open(relay.uri().resolve("/icon.svg"));
        awaitEqual("open streams", 0, server.subscribers()::count);
        move("ACME", 111_00);

        browser.back();

        browser.awaitText("#board tbody", "ACME 111.00.*");
        browser.awaitText("#connection", "Connected: .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void aPageThatIsKeptForTheWayBackHasNoStreamsUntilItIsShownAgain(String way) {
        read(way);
        browser.find("#crowd button").click();
        await("the crowd's streams", server.subscribers()::count, count -> count > 1);

        browser.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        awaitEqual("open streams", 0, server.subscribers()::count);
        move("ACME", 112_00);
        browser.run("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        browser.awaitText("#board tbody", "ACME 112.00.*");
        browser.awaitText("#connection", "Connected: .*");
        awaitEqual("open streams", 1, server.subscribers()::count);
    }

    /** From now on nothing comes any more on the connection that is open. The page has last heard from it three seconds ago. */
    private void dieInSilence() {
        relay.halve();
        browser.run("const real = performance.now.bind(performance); performance.now = () => real() + 3000");
    }

    /** Lets seconds pass for a page, without waking it: as in a tab that is hidden. */
    static void pass(Browser browser, int seconds) {
        browser.run("""
                Object.defineProperty(document, "hidden", { value: true });
                const real = performance.now.bind(performance);
                performance.now = () => real() + arguments[0] * 1000;
                """, seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void tenThousandMessagesInOneTaskAreDrawnOnce(String way) {
        read(way);

        var seen = (List<?>) browser.run("""
                const all = Array.from({ length: 10_000 }, (_, i) => JSON.stringify({ seq: 2000 + i, quotes: [
                  { seq: 2000 + i, symbol: "ACME", price: i / 100, time: Date.now() }] }));
                let source;
                const bring = {
                  events: () => all.forEach((data) => source.dispatchEvent(new MessageEvent("quotes", { data }))),
                  stream: (body) => body.enqueue(new TextEncoder().encode(all.map((line) => `${line}\\n`).join(""))),
                }[arguments[0]];
                const opened = new Promise((done) => {
                  EventSource = class extends EventTarget { // which brings nothing by itself
                    constructor() {
                      super();
                      source = this;
                      done();
                    }
                    close() {}
                  };
                  fetch = async () => {
                    const headers = { "Content-Type": "application/x-ndjson" };
                    return new Response(new ReadableStream({ start: (body) => done(body) }), { headers });
                  };
                });
                document.querySelector("#streaming button").click();
                const body = await opened;
                const drawn = () => document.querySelector("#last-id").textContent;
                await new Promise((done) => setTimeout(done, 200));
                let drawings = 0;
                let nodes = 0;
                new MutationObserver((changes) => {
                  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
                  if (added.some((node) => node.nodeName === "LI")) drawings++;
                  nodes += added.length;
                }).observe(document.body, { childList: true, subtree: true });
                const before = drawn();
                const frame = new Promise(requestAnimationFrame);
                bring(body);
                await 0;
                const atOnce = drawn() === before;
                await frame;
                await new Promise((done) => setTimeout(done, 200));
                return [atOnce, drawn(), drawings, nodes, document.querySelector("#log").children.length];
                """, way);

        assertEquals(true, seen.get(0), "nothing is drawn before the frame");
        assertEquals("11999", seen.get(1), "the frame shows the newest id");
        assertEquals(1L, seen.get(2), "drawings of the log");
        assertTrue((long) seen.get(3) < 100, "new nodes: " + seen.get(3));
        assertTrue((long) seen.get(4) <= 8, "pieces that are shown: " + seen.get(4));
        browser.awaitText("#board tbody", "ACME 99.99.*");
        if (way.equals("events")) {
            browser.awaitText("#more", "… and (9,99\\d|10,00\\d) more");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void aPageThatCannotKeepUpSaysThatItFallsBehind(String way) {
        read(way);
        var sentences = new TextLog(browser, "#connection");
        browser.run("""
                setInterval(() => {
                  const end = performance.now() + 1500;
                  while (performance.now() < end); // as on a slow computer
                });
                """);

        await(
                "the page to say that it falls behind",
                () -> {
                    move("ACME", 102_00);
                    return sentences.texts().toString();
                },
                texts -> texts.contains(
                        "Connected, but this page falls behind: the prices it shows are more than a second old."));
    }

    @Test
    void thePageShowsWhatItHasCost() {
        int bytes = market.after(0).json().length;
        browser.awaitText("#bytes", "" + bytes);
        browser.awaitText("#requests", "1");

        read("stream");
        int before = market.after(1001).json().length + 1; // it asks with the number before: see address()
        move("ACME", 102_00);

        bytes += before;
        bytes += Format.NDJSON.message(market.after(1002)).length;
        browser.awaitText("#bytes", "" + bytes);
        browser.awaitText("#requests", "2");
        browser.awaitText("#updates", "3");
        browser.awaitText("#age", "\\d+\\.\\d s old");
    }

    @Test
    void aPageThatIsLoadedAgainStillKnowsItsVersionOfHttp() {
        browser.open(relay.uri());

        browser.awaitText("#protocol", "HTTP/1.1");
    }

    @Test
    void axeFindsNothingWhetherTheServerIsThereOrGone() {
        assertEquals(List.of(), browser.accessibilityFaultsInEveryLook());

        server.close();
        browser.awaitText("#again", "Trying again in .*");
        assertEquals(List.of(), browser.accessibilityFaults());
    }

    private void read(String way) {
        browser.find("[name=way] [value=%s]".formatted(way)).click();
        await("a request for /" + way, this::lastRequest, request -> request.startsWith("GET /" + way));
        browser.awaitText("#state", "1 · open|reading");
        browser.awaitText("#connection", "Connected: .*");
        awaitEqual("open streams", 1, server.subscribers()::count);
    }

    private String lastRequest() {
        var requests = relay.requests();
        return requests.get(requests.size() - 1);
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, System.currentTimeMillis());
    }
}
