package ticker.streaming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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

/** The EventSource of a real browser, and what our page says about it. */
@Tag("browser")
class EventSourceTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(1000);
    private final StreamingServer server = new StreamingServer(0, market);
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
        market.move("ACME", 101_00, 1000);
        market.move("BRIO", 55_00, 2000);
        browser.open(relay.uri());
        browser.awaitText("#last-id", "1002");
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    @Test
    void saysInWhichStateItIs() {
        browser.awaitText("#state", "1 · open");
        var states = new TextLog(browser, "#state");

        relay.respond("HTTP/1.1 204 No Content\r\n\r\n");
        relay.cut();

        states.awaitText("0 · connecting"); // for a second: a slow test would not see it on the page
        states.awaitText("2 · closed"); // until the page opens another one
    }

    @Test
    void cutsTheStreamAsOurParserDoes() {
        var stream = """
                \uFEFF: a comment
                retry: 60000

                data: one
                data:  two
                id: 7

                event: named
                data: é€𝄞
                color: red

                data

                data: b\0\rid: 8\0\r\revent: named\r
                data: c\r
                \r
                id

                data: d
                id:9

                data: unfinished
                """;
        relay.respond(STREAM + new String(stream.getBytes(UTF_8), ISO_8859_1));
        noteEvents();
        var bytes = stream.getBytes(UTF_8);
        var expected = new EventStreamParser("")
                .feed(bytes, bytes.length).stream()
                        .map(event -> "%s|%s|%s".formatted(event.lastEventId(), event.type(), event.data()))
                        .toList();

        awaitEqual("the browser's events", expected, () -> browser.run("return seen"));
        assertEquals(6, expected.size(), () -> "the parser's own events: " + expected);
    }

    @Test
    void takesTheFieldsOfAnEventInAnyOrder() {
        relay.respond(STREAM + """
                id: 1
                event: named
                data: before it

                data: after it
                event: named
                id: 2

                event: named
                data: one
                id: 3
                data: around it

                """);

        noteEvents();

        awaitEqual(
                "the id, the name and the data of the browser's events",
                List.of("1|named|before it", "2|named|after it", "3|named|one\naround it"),
                () -> browser.run("return seen"));
    }

    /** Opens another EventSource, and notes its events as {@code id|name|data}. */
    private static void noteEvents() {
        browser.run("""
                window.seen = [];
                const note = (event) => seen.push([event.lastEventId, event.type, event.data].join("|"));
                const source = new EventSource("events");
                source.onmessage = note;
                source.addEventListener("named", note);
                """);
    }

    @Test
    void comesBackByItselfWithTheLastIdItHasSeen() {
        relay.cut();

        browser.awaitText("#returns", "1 time");
        var request = relay.requests().get(1);
        assertTrue(request.contains("Last-Event-ID: 1002\r\n"), request);
        assertTrue(request.startsWith("GET /events?after=0 "), "its URL stays the old one");
        browser.awaitText("#brought", "nothing newer than 1002 yet");
        market.move("ACME", 102_00, 3000);
        browser.awaitText("#brought", "1 price newer than 1002");
    }

    @Test
    void obeysRetry() {
        var price = "event: quotes\ndata: %s\n\n"
                .formatted(new String(market.after(1001).json()));
        for (int stream = 0; stream < 20; stream++) {
            relay.respond(STREAM + "retry: 10\n\n" + price);
        }
        browser.find("#streaming button").click();

        // With the browser's own pause, which is 3 s or more, this would last longer than the test waits.
        browser.awaitText("#returns", "20 times");
        browser.awaitText("#last-id", "1002");
    }

    @Test
    void aStreamThatEndsAtOnceAgainAndAgainIsNotLeftToTheBrowserWhichWouldFloodTheServer() {
        int asked = relay.requests().size();
        for (int stream = 0; stream < 30; stream++) {
            relay.respond(STREAM + "retry: 1\n\n");
        }

        browser.find("#streaming button").click();

        browser.awaitText("#connection", "The stream has ended\\.");
        browser.awaitText("#again", "Trying again in [12] s\\. Now");
        assertEquals(asked + 3, relay.requests().size(), "the stream, the browser's next one, and the page's question");
    }

    @Test
    void aResponseThatIsNoEventStreamEndsTheRetries() {
        relay.respond("HTTP/1.1 204 No Content\r\n\r\n");
        relay.respond("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
        relay.respond("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n");
        browser.run("window.sources = [1, 2, 3].map(() => new EventSource('events'))");

        var script = "return sources.map((source) => source.readyState).join()";
        awaitEqual("the states of the three EventSources", "2,2,2", () -> browser.run(script)); // 2 is closed
        assertEquals(4, relay.requests().size(), "the page's own, and these");
    }

    /** It reconnects to the same address, so with the ticket that it has used already. */
    @Test
    void aTicketThatIsGoodForOneUseEndsAnEventSourceWhenItComesBack() {
        relay.respond(STREAM + "retry: 10\n\ndata: one\n\n");
        relay.respond("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

        browser.run("window.source = new EventSource('events?ticket=once')");

        awaitEqual("the state of the EventSource, 2 is closed", 2L, () -> browser.run("return source.readyState"));
        var targets = relay.requests().stream().map(request -> request.split(" ")[1]);
        assertEquals(
                "[/events?ticket=once, /events?ticket=once]",
                targets.skip(1).toList().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, The server wants you to sign in (401).",
        "502 Bad Gateway, A proxy reached no server (502).",
        "503 Service Unavailable, The server has too much to do (503).",
    })
    void whenEventSourceHasGivenUpThePageAsksWhyAndOpensAnotherOne(String status, String reason) {
        for (int i = 0; i < 2; i++) { // one for the EventSource, one for the page
            relay.respond("HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n".formatted(status));
        }
        var sentences = new TextLog(browser, "#connection");
        int asked = relay.requests().size();

        browser.find("#streaming button").click();

        sentences.awaitText("There is no stream. EventSource does not say why, so the page asks …");
        sentences.awaitText(reason);
        browser.awaitText("#connection", "Connected: .*");
        browser.awaitText("#again", "");
        assertEquals(asked + 3, relay.requests().size(), "EventSource, the question, another EventSource");
    }

    @Test
    void whenAllIsWellAgainThePageCannotSayWhyButComesBack() {
        relay.respond("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"); // for the EventSource only
        var sentences = new TextLog(browser, "#connection");

        browser.find("#streaming button").click();

        sentences.awaitText("The stream did not open.");
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void afterRefusedStreamsThePageComesBackNoSoonerThanTheServerAllows() {
        for (int i = 0; i < 2; i++) {
            relay.respond("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
        }
        browser.find("#streaming button").click();
        browser.awaitText("#again", "Trying again in 3\\d\\d\\d s\\. Now");
        int asked = relay.requests().size();

        browser.run("document.dispatchEvent(new Event('visibilitychange'))"); // waking up alone is no reason
        stays("requests", Duration.ofMillis(500), () -> relay.requests().size(), count -> count == asked);

        browser.find("#now").click();
        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void anEventSourceThatIsSilentForLongIsGivenUpAndAnotherOneOpened() {
        browser.awaitText("#connection", "Connected: .*");
        var sentences = new TextLog(browser, "#connection");
        browser.setClock(Duration.ofHours(-1)); // changes nothing

        PageTest.pass(browser, 21);

        sentences.awaitText(
                "Nothing for 20 s: the market is quiet or the connection is dead. EventSource does not say which.");
        browser.awaitText("#connection", "Connected: .*"); // by a price that it had
        awaitEqual("open streams", 1, server.subscribers()::count);
    }
}
