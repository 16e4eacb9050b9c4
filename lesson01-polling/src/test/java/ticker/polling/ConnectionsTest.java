package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.polling.Await.await;

import io.undertow.UndertowOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On how many connections a real browser polls, and how many bytes it sends for a poll. */
@Tag("browser")
class ConnectionsTest {
    private static final String POLL = "return fetch('quotes?after=' + arguments[0], {cache: 'no-store'})"
            + ".then((response) => response.arrayBuffer()).then((body) => body.byteLength)";

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(0);

    @Test
    void aHundredFetchesOfABrowserRideOneConnection() throws Exception {
        try (var server = new PollingServer(0, market);
                var relay = new Relay(server.uri())) {
            openWithoutItsOwnPolls(relay);
            poll(0);
            int before = relay.connections();

            for (int i = 0; i < 100; i++) {
                poll(0);
            }

            assertEquals(before, relay.connections(), "connections: none of the polls opened another one");
        }
    }

    /** This lesson closes a connection that is idle for a minute. Here it does so after a tenth of a second. */
    @Test
    void afterAPauseThatIsTooLongForTheServerTheNextFetchOpensAConnection() throws Exception {
        var listeners = Server.listenOn(0).setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 100);
        try (var server = new PollingServer(listeners, market);
                var relay = new Relay(server.uri())) {
            openWithoutItsOwnPolls(relay);
            int before = relay.connections();

            await(
                    "three polls, each on a connection of its own",
                    () -> {
                        browser.run("return new Promise((resolve) => setTimeout(resolve, 300))"); // the pause
                        poll(0);
                        return relay.connections();
                    },
                    connections -> connections >= before + 3);
        }
    }

    @Test
    void aPollOfABrowserIsSeveralTimesAsLongAsThatOfAProgram() throws Exception {
        try (var server = new PollingServer(0, market);
                var relay = new Relay(server.uri())) {
            market.move("ACME", 101_25, 1000);
            openWithoutItsOwnPolls(relay);
            poll(1);
            long before = relay.bytes();

            poll(1);

            long bytes = await("the headers of request and response", () -> relay.bytes() - before, sum -> sum > 156);
            System.out.printf(ROOT, "A browser's poll that brings nothing: %d bytes, a short one: 156.%n", bytes);
            assertEquals(513 + 89, bytes, 100, "the headers of both: the lab's measurements count so many bytes");
        }
    }

    /** The page polls by itself. The timers of an empty document do not. */
    private static void openWithoutItsOwnPolls(Relay relay) {
        browser.open(relay.uri().resolve("/style.css"));
    }

    private static void poll(long cursor) {
        browser.run(POLL, cursor);
    }
}
