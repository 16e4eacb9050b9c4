package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page when more comes than a person can read, or than the computer can draw. */
@Tag("browser")
class BusyPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(System.currentTimeMillis());
    private final HandshakeServer server = new HandshakeServer(0, market);

    @BeforeEach
    void open() {
        market.move("ACME", 101_00, System.currentTimeMillis());
        browser.open(server.uri());
        browser.awaitText("#frames", "1 ↓ text");
        browser.run("""
                window.sockets = [];
                const Real = WebSocket;
                WebSocket = class extends Real {
                  constructor(address) {
                    super(address);
                    sockets.push(this);
                  }
                };
                window.receive = (data) => sockets.at(-1).dispatchEvent(new MessageEvent('message', { data }));
                window.watch = (element) => {
                  window.seen = { drawings: 0, nodes: 0 };
                  new MutationObserver((changes) => {
                    seen.drawings++;
                    seen.nodes += changes.flatMap(({ addedNodes }) => [...addedNodes]).length;
                  }).observe(element, { childList: true, subtree: true });
                };
                window.drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tenThousandPricesInOneTaskAreDrawnOnceAndLookedAtOnce() {
        browser.run("""
                for (const event of ['pagehide', 'pageshow']) {
                  dispatchEvent(new PageTransitionEvent(event, { persisted: true }));
                }
                """);
        awaitEqual("the board's new socket", 1L, () -> browser.run("return sockets.length"));
        browser.awaitText("#connection", "Connected: .*");

        var seen = (List<?>) browser.run("""
                const began = performance.now();
                let questions = 0;
                const real = fetch;
                window.fetch = (address) => {
                  questions++;
                  return real(address);
                };
                const seq = Date.now() + 60_000;
                watch(document.querySelector('#board tbody'));
                for (let i = 1; i <= 10_000; i++) {
                  const quote = { seq: seq + i, symbol: 'ACME', price: i / 100, time: Date.now() };
                  receive(JSON.stringify({ seq: quote.seq, quotes: [quote] }));
                }
                await drawn();
                await new Promise((done) => setTimeout(done, 300));
                return [seen.drawings, seen.nodes < 10, document.getElementById('updates').textContent,
                  questions <= 2 + (performance.now() - began) / 1000];
                """);

        assertEquals(1L, seen.get(0), "drawings of 10,000 messages");
        assertEquals(true, seen.get(1), "few new nodes");
        assertEquals("10,001", seen.get(2), "all prices are counted");
        assertEquals(true, seen.get(3), "the X-ray asks once a second, however much comes");
        browser.awaitText("#board tbody", "ACME 100.00.*");
    }

    @Test
    void tenThousandMessagesOfTheClientAreDrawnOnceAndTheLogKeepsTheNewest() {
        browser.find("#dial button").click();
        browser.awaitText("#log", ".*· Open\\.");

        var seen = (List<?>) browser.run("""
                watch(document.getElementById('log'));
                for (let i = 1; i <= 10_000; i++) receive(`message ${i}`);
                const before = document.getElementById('log').children.length;
                await drawn();
                return [before, seen.drawings, seen.nodes, document.getElementById('log').children.length];
                """);

        assertEquals(2L, seen.get(0), "lines before the frame");
        assertEquals(1L, seen.get(1), "drawings of 10,000 messages");
        assertTrue((long) seen.get(2) <= 200, "new nodes: " + seen.get(2));
        assertEquals(100L, seen.get(3), "lines in the log");
        browser.awaitText("#log", "↓ message 9901\n.*↓ message 10000");
        browser.awaitText("#earlier", "… and 9,902 more before these:");
    }

    @Test
    void aLongMessageIsCutOffInTheLog() {
        browser.find("#dial button").click();
        browser.awaitText("#log", ".*· Open\\.");

        browser.run("receive('x'.repeat(60_000))");

        browser.awaitText("#log", ".*↓ x{500} … and 59500 more");
    }

    @Test
    void aPageThatIsTooSlowSaysThatItFallsBehindUntilItHasCaughtUp() {
        browser.run("""
                window.cost = 15; // milliseconds for each message
                const real = JSON.parse;
                JSON.parse = (text) => {
                  const begun = performance.now();
                  while (performance.now() - begun < cost);
                  return real(text);
                };
                """);
        // So long that few of them fit between the network and the page: what the test asks waits behind these.
        var symbol = "B".repeat(2000);
        var ticker = Executors.newSingleThreadScheduledExecutor();
        try {
            ticker.scheduleAtFixedRate(
                    () -> market.move(symbol, 55_00, System.currentTimeMillis()), 0, 3, TimeUnit.MILLISECONDS);

            browser.awaitText("#connection", "Connected, but this page falls behind: .* more than a second old\\.");
        } finally {
            ticker.shutdownNow();
        }
        browser.run("cost = 0");
        browser.awaitText("#connection", "Connected: .*");
    }
}
