package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

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
            browser.awaitText("#board tbody", "ACME 0.%02d .*".formatted(cents));
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

    @Test
    void aStreamWithoutAKeepAliveIsLeftAndAnotherOneOpened() {
        browser.hurry("setInterval"); // by which it looks for a keep-alive
        read("stream");
        int asked = relay.requests().size();
        var sentences = new TextLog(browser, "#connection");

        browser.run("const now = Date.now; Date.now = () => now() + 60_000"); // a minute later

        sentences.awaitText("Not even a keep-alive for 20 s. The page is coming back.");
        await("more than %d requests".formatted(asked), () -> relay.requests().size(), count -> count > asked);
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
