package ticker.polling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TickerTest {
    @Test
    void opensWithOnePriceForEachSymbol() {
        var market = new Market(0);

        new Ticker(market, 7, 1000);

        assertEquals(
                Ticker.SYMBOLS,
                market.after(0).quotes().stream().map(Quote::symbol).toList());
    }

    @Test
    void movesOneSymbolAtATime() {
        var market = new Market(0);
        var ticker = new Ticker(market, 7, 1000);

        ticker.tick(2000);

        var moved = market.after(5).quotes();
        assertEquals(1, moved.size());
        assertEquals(2000, moved.get(0).time());
    }

    @Test
    void theSameSeedMakesTheSameWalk() {
        assertEquals(walk(7), walk(7));
        assertNotEquals(walk(7), walk(8));
    }

    @Test
    void aPriceIsNeverLessThanOneCent() {
        var market = new Market(0);
        var ticker = new Ticker(market, 7, 0);

        for (int i = 0; i < 50_000; i++) {
            ticker.tick(i);
            var last = market.after(0).quotes().get(4);
            assertTrue(last.cents() > 0, () -> "no price can be " + last);
        }
    }

    @Test
    void startedItMovesByItself() {
        var market = new Market(0);
        try (var ticker = new Ticker(market, 7, 0)) {
            ticker.start(1000);

            await("a price that moves by itself").until(() -> market.after(0).seq() > 10);
        }
    }

    @Test
    void startedAgainItKeepsOnlyTheNewRate() {
        var market = new Market(0);
        try (var ticker = new Ticker(market, 7, 0)) {
            ticker.start(0.1);
            ticker.start(1000);
            await("the faster rate to count").until(() -> market.after(0).seq() > 10);

            ticker.start(0.1);

            long last = market.after(0).seq() + 1; // one tick may be under way
            await("the faster rate to be over")
                    .during(Duration.ofMillis(300))
                    .until(() -> market.after(0).seq() <= last);
        }
    }

    private static List<Quote> walk(long seed) {
        var market = new Market(0);
        var ticker = new Ticker(market, seed, 0);
        for (int i = 0; i < 100; i++) {
            ticker.tick(i);
        }
        return market.after(0).quotes();
    }
}
