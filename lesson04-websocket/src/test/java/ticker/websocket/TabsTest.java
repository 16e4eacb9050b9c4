package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.LeavingClients.welcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tabs of a real browser that are closed while the server upgrades their connection. */
@Tag("browser")
class TabsTest {
    private static final int PLACES = 20;
    private static final int TABS = 20;

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, PLACES);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tabsThatCloseAtAnyMomentUntilTheyAreConnectedGiveTheirPlacesBack() throws Exception {
        browser.open(server.uri().resolve("/style.css")); // of the same origin, but without a socket

        int closed = 0; // before they were connected
        for (int i = 0; i < TABS || closed < TABS / 2; i++) {
            assertTrue(i < 10 * TABS, "of " + i + " tabs so few closed before they were connected: " + closed);
            closed += openAndClose((double) (i % TABS) / TABS) ? 0 : 1;
        }

        awaitEqual("open sessions", 0, subscribers::count);
        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), RawClient.HANDSHAKE, PLACES));
    }

    /**
     * Opens a tab, waits a part of the time that the tab before it took to connect, and closes it. Returns whether it was
     * connected. The tab before it is needed: Chromium lets a page wait whose last connections have failed.
     */
    private static boolean openAndClose(double part) {
        return (Boolean) browser.run("""
                const moment = (ms) => new Promise((done) => setTimeout(done, ms));
                const isConnected = (tab) => /^Connected: /.test(tab.document.querySelector("#connection")?.textContent);
                const start = performance.now();
                const before = open("/");
                while (!isConnected(before)) await moment(1);
                const time = performance.now() - start;
                before.close();
                const tab = open("/");
                await moment(time * arguments[0]);
                const connected = isConnected(tab);
                tab.close();
                return connected;
                """, part);
    }
}
