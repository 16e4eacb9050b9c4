package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.stays;

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

        assertEquals(1, relay.requests().size());
        assertEquals("1", browser.text("#requests"));
        assertEquals(8L, browser.run("return document.querySelectorAll('#log li').length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "stream"})
    void messagesAreWholeWhenEveryByteTravelsAlone(String way) {
        relay.byteByByte();
        read(way);

        move("Æ€𝄞", 99_00);

        browser.awaitText("#board tbody", "ACME 101.00.*Æ€𝄞 99.00.*");
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
    @CsvSource({"events, The browser is coming back by itself.", "stream, The page is coming back."})
    void whenTheServerIsGoneThePageSaysSoAndEndsOnTheNewestPriceByItself(String way, String hope) throws Exception {
        browser.hurry("setTimeout"); // that of its pauses
        read(way);
        server.close();
        browser.awaitText("#connection", "The stream .* " + hope);
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
        browser.hurry("setTimeout");
        read(way);
        browser.awaitText("#connection", "Connected: .*");
        server.close();
        browser.awaitText("#connection", "The stream .*");
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

        sentences.awaitText(
                "The server sent something other than quotes: %s The page is coming back.".formatted(excerpt));
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
            var nonsense = texts.indexOf("The server sent something other than quotes: {oops The page is coming back.");
            var since = texts.subList(nonsense, texts.size());
            assertFalse(since.toString().contains("Connected"), texts::toString);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "200 OK, text/html, `The server sent text/html, which is no stream of lines. The page is coming back.`",
                "200 OK, application/json, `The server sent application/json, which is no stream of lines. The page is coming back.`",
                "503 Service Unavailable, application/problem+json, The server responded with 503. The page is coming back.",
                "204 No Content, application/x-ndjson, The server responded with 204. The page is coming back.",
            })
    void aResponseThatIsNoStreamOfLinesIsAFailureThatIsObeyedForAnHour(String status, String type, String sentence)
            throws Exception {
        try (var scripted =
                new ScriptedServer("HTTP/1.1 %s\r\nContent-Type: %s\r\nRetry-After: 2147484\r\n\r\n<h1>Log in</h1>\n"
                        .formatted(status, type))) {
            read("stream");
            leadTo(scripted);
            browser.awaitText("#connection", sentence);

            int asked = scripted.requests().size();
            if (status.startsWith("200")) {
                await("another request", () -> scripted.requests().size(), count -> count > asked);
            } else {
                stays(
                        "one request",
                        Duration.ofSeconds(2),
                        () -> scripted.requests().size(),
                        count -> count == asked);
            }
        }
    }

    /** From the next request on, which this causes. The page is still the server's. */
    private void leadTo(ScriptedServer scripted) {
        relay.leadTo(scripted.uri());
        server.close();
    }

    @Test
    void aStreamWithoutAKeepAliveIsLeftAndAnotherOneOpened() {
        browser.hurry("setInterval"); // by which it looks for a keep-alive
        read("stream");
        int asked = relay.requests().size();
        var sentences = new TextLog(browser, "#connection");

        browser.run("const now = Date.now; Date.now = () => now() + 60_000"); // a minute later

        sentences.awaitText("Not even a keep-alive for 20 s. The page is coming back.");
        await(
                String.format(ROOT, "more than %d requests", asked),
                () -> relay.requests().size(),
                count -> count > asked);
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void thePageShowsWhatItHasCost() {
        int bytes = market.after(0).json().length;
        browser.awaitText("#bytes", "" + bytes);
        browser.awaitText("#requests", "1");

        read("stream");
        move("ACME", 102_00);

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
        browser.awaitText("#connection", "The stream .*");
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
