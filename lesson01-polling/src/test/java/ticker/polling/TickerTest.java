package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;
import static ticker.polling.Await.stays;

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

            await("prices that move by themselves", () -> market.after(0).seq(), seq -> seq > 10);
        }
    }

    @Test
    void startedAgainItKeepsOnlyTheNewRate() {
        var market = new Market(0);
        try (var ticker = new Ticker(market, 7, 0)) {
            double anHourApart = 1 / 3600.0;
            ticker.start(anHourApart);
            ticker.start(1000);
            await("prices at the faster rate", () -> market.after(0).seq(), seq -> seq > 10);

            ticker.start(anHourApart);

            long last = market.after(0).seq() + 1; // one tick may be under way
            stays(
                    "the number of the last price",
                    Duration.ofMillis(300),
                    () -> market.after(0).seq(),
                    seq -> seq <= last);
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
