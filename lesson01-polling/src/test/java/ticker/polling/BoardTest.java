package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.awaitEqual;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What all pages share: the board, and the clock behind it. The page's own script hears nothing here. */
@Tag("browser")
class BoardTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private PollingServer server;

    @BeforeEach
    void open() {
        server = new PollingServer(0, new Market(0));
        browser.open(server.uri());
        browser.awaitText("#connection", "The server has no prices yet: .*");
        browser.run("fetch = () => new Promise(() => {})"); // the page hears nothing more
        browser.awaitText("#next", "under way");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tenThousandMessagesInOneTaskAreDrawnOnce() {
        var seen = (List<?>) browser.run("""
                const { say, show, spend } = await import('/board.js');
                const cell = () => document.querySelector('#board td')?.textContent;
                let drawings = 0;
                let nodes = 0;
                new MutationObserver((changes) => {
                  drawings++;
                  nodes += changes.flatMap(({ addedNodes }) => [...addedNodes]).length;
                }).observe(document.getElementById('board').tBodies[0], { childList: true, subtree: true });
                for (let seq = 1; seq <= 10_000; seq++) {
                  show([{ seq, symbol: 'ACME', price: seq / 100, time: Date.now() }]);
                  say('live', 'Connected.');
                  spend({ bytes: 1 });
                }
                const before = cell();
                await new Promise((done) => requestAnimationFrame(() => setInterval(done, 50)));
                return [before, cell(), drawings, nodes, document.getElementById('updates').textContent];
                """);

        assertEquals(null, seen.get(0), "nothing is drawn before the frame");
        assertEquals("100.00", seen.get(1), "the frame shows the newest price");
        assertEquals(1L, seen.get(2), "drawings of 10,000 messages");
        assertTrue((long) seen.get(3) < 10, "new nodes: " + seen.get(3));
        assertEquals("10,000", seen.get(4), "all messages are counted");
    }

    @Test
    void theSparklineShowsPricesOverTime() {
        browser.run("""
                const { show } = await import('/board.js');
                const now = Date.now();
                const moves = [[100, -10_000], [101, -9000], [102, -8000], [100, 0]];
                show(moves.map(([price, time], i) => ({ seq: i + 1, symbol: 'ACME', price, time: now + time })));
                """);

        awaitEqual(
                "the points of the line",
                "0,1 0.1,0.5 0.2,0 1,1",
                () -> browser.run("return document.querySelector('polyline')?.getAttribute('points')"));
    }

    @Test
    void aPageThatShowsOldPricesSaysThatItFallsBehind() {
        show("ACME", 100_00, 0);
        browser.awaitText("#connection", "Connected\\.");

        browser.run("""
                const { say, show } = await import('/board.js');
                window.late = setInterval(() => {
                  show([{ seq: 2, symbol: 'ACME', price: 101, time: Date.now() - 1100 }]);
                  say('live', 'Connected.');
                }, 20);
                """);
        browser.awaitText("#connection", "Connected, but this page falls behind: .* more than a second old\\.");
        browser.awaitText("#age", "1\\.[1-9] s old");

        browser.run("clearInterval(late)");
        browser.awaitText("#connection", "Connected\\."); // nothing more is on its way
    }

    @Test
    void aPageThatStandsStillBeforeItDrawsSaysThatItFallsBehind() {
        show("ACME", 100_00, 0);
        browser.awaitText("#connection", "Connected\\.");

        browser.run("""
                const { say, show } = await import('/board.js');
                show([{ seq: 2, symbol: 'ACME', price: 101, time: Date.now() }]);
                say('live', 'Connected.');
                const end = performance.now() + 1500;
                while (performance.now() < end); // as on a slow computer
                """);

        browser.awaitText("#connection", "Connected, but this page falls behind: .*");
        browser.awaitText("#connection", "Connected\\.");
    }

    @Test
    void aPriceThatWasMissedMakesNoPageFallBehind() {
        browser.run("""
                const { say, show } = await import('/board.js');
                say('lost', 'Lost.');
                show([{ seq: 1, symbol: 'ACME', price: 100, time: Date.now() - 60_000 }]);
                say('live', 'Connected.');
                """);

        browser.awaitText("#age", "6\\d\\.\\d s old");
        assertEquals("Connected.", browser.text("#connection"));
    }

    @Test
    void theAgeShownIsNeverBelowTheTrueOne() {
        var shown = (List<?>) browser.run("""
                const { show } = await import('/board.js');
                const ages = [];
                for (const age of [0, 1, 99, 100, 101, 12_345]) {
                  const moved = Date.now() - age;
                  const { forget } = await import('/board.js');
                  forget();
                  show([{ seq: 1, symbol: 'ACME', price: 1, time: moved }]);
                  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                  const words = parseFloat(document.getElementById('age').textContent) * 1000;
                  ages.push(words >= age ? 'true' : `${words} ms for a price of ${age} ms`);
                }
                return ages;
                """);

        assertEquals(List.of("true", "true", "true", "true", "true", "true"), shown);
    }

    @Test
    void aClockThatIsSetBackMakesNoPriceYounger() {
        show("ACME", 100_00, 5000);
        browser.setClock(Duration.ofHours(-1));

        browser.awaitText("#age", "[5-9]\\.\\d s old");
        browser.awaitText("#age", "(6|[7-9])\\.\\d s old"); // it goes on
    }

    @Test
    void theClockGoesOnWhileTheComputerSleeps() {
        var passed = (List<?>) browser.run("""
                const { now } = await import('/clock.js');
                const before = now();
                const real = Date.now;
                Date.now = () => real() + 3_600_000; // the steady clock has stood still for an hour
                const asleep = now() - before;
                Date.now = real;
                return [Math.round(asleep / 1000), now() - before >= asleep];
                """);

        assertEquals(List.of(3600L, true), passed, "seconds that have passed, and whether time goes on");
    }

    @Test
    void aComputerThatIsTooBusyToReadBothClocksAtOnceWasNotAsleep() {
        var ahead = browser.run("""
                const { now } = await import('/clock.js');
                const before = now() - performance.now();
                const real = Date.now;
                Date.now = () => {
                  Date.now = real;
                  const wall = real();
                  const end = performance.now() + 1500;
                  while (performance.now() < end); // other programs have the processor
                  return wall;
                };
                now();
                now();
                return Math.round(now() - performance.now() - before);
                """);

        assertEquals(0L, ahead, "milliseconds that have not passed");
    }

    private void show(String symbol, long cents, long age) {
        browser.run("""
                const { say, show } = await import('/board.js');
                show([{ seq: 1, symbol: arguments[0], price: arguments[1] / 100, time: Date.now() - arguments[2] }]);
                say('live', 'Connected.');
                """, symbol, cents, age);
    }
}
