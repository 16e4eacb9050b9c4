package ticker.streaming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitEqual;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The EventSource of a real browser, and what our page says of it. */
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
        browser.awaitText("#state", "2 · closed");
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
        browser.run("""
                window.seen = [];
                const note = (event) => seen.push([event.lastEventId, event.type, event.data].join("|"));
                const source = new EventSource("events");
                source.onmessage = note;
                source.addEventListener("named", note);
                """);
        var bytes = stream.getBytes(UTF_8);
        var expected = new EventStreamParser("")
                .feed(bytes, bytes.length).stream()
                        .map(event -> "%s|%s|%s".formatted(event.lastEventId(), event.type(), event.data()))
                        .toList();

        awaitEqual("the browser's events", expected, () -> browser.run("return seen"));
        assertEquals(6, expected.size());
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
        for (int stream = 0; stream < 20; stream++) {
            relay.respond(STREAM + "retry: 10\n\n");
        }
        browser.find("#streaming button").click();

        // With the browser's own pause, which is 3 s or more, this would last longer than the test waits.
        browser.awaitText("#returns", "20 times");
        browser.awaitText("#connection", "Connected: .*");
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

    /** It comes back to the same address, so with the ticket that it has used already. */
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

    @Test
    void thePageSaysThatEventSourceHasGivenUpAndTriesAgainWhenItIsTold() {
        relay.respond("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        browser.find("#streaming button").click();
        browser.awaitText(
                "#connection",
                "The server sent no event stream\\. .* given up for good\\. “Connect anew” tries again.");

        browser.find("#streaming button").click();

        browser.awaitText("#connection", "Connected: .*");
    }

    @Test
    void thePageDoesNotSayThatAllIsWellWhenNothingComes() {
        browser.hurry("setInterval");
        browser.find("#streaming button").click();
        browser.awaitText("#state", "1 · open");

        browser.run("const now = Date.now; Date.now = () => now() + 60_000"); // a minute later

        browser.awaitText("#connection", "Connected, but nothing has come for a while: .*");
    }
}
