package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;
import static ticker.polling.Await.stays;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TickerTest {
    @Test
    void opensWithOnePriceForEachSymbol() {
        var market = new Market(0);

        new Ticker(market, 7, 1000);

        assertEquals(
                Ticker.SYMBOLS,
                market.after(0).quotes().stream().map(Quote::symbol).toList(),
                "the symbols of a market that opens");
    }

    @Test
    void movesOneSymbolAtATime() {
        var market = new Market(0);
        var ticker = new Ticker(market, 7, 1000);

        ticker.tick(2000);

        var moved = market.after(5).quotes();
        assertEquals(1, moved.size(), () -> "one symbol moves at a time: " + moved);
        assertEquals(2000, moved.get(0).time(), "the time of the move is that of the tick");
    }

    @Test
    void theSameSeedMakesTheSameWalk() {
        assertEquals(walk(7), walk(7));
        assertNotEquals(walk(7), walk(8));
    }

    @Test
    void pricesRiseAndFall() {
        var market = new Market(0);
        var ticker = new Ticker(market, 7, 0);
        var before = new HashMap<String, Long>();
        market.after(0).quotes().forEach(quote -> before.put(quote.symbol(), quote.cents()));
        var rises = new AtomicLong();
        market.listen(quote -> rises.addAndGet(quote.cents() > before.put(quote.symbol(), quote.cents()) ? 1 : 0));

        for (int i = 0; i < 1000; i++) {
            ticker.tick(i);
        }

        assertEquals(500, rises.get(), 50, "a price rises as often as it falls: rises in 1000 moves");
    }

    /** Few walks come down so far. This is the seed of one that does. */
    @Test
    void aPriceIsNeverLessThanOneCent() {
        var market = new Market(0);
        var ticker = new Ticker(market, 32, 0);
        var lowest = new AtomicLong(Long.MAX_VALUE);
        market.listen(quote -> lowest.accumulateAndGet(quote.cents(), Math::min));

        for (int i = 0; i < 50_000; i++) {
            ticker.tick(i);
        }

        assertEquals(1, lowest.get(), "cents: the lowest price of a walk that comes down to the least price there is");
    }

    @Test
    void theSameSeedMakesTheSamePausesAndASteadyMarketHasTheSamePrices() {
        assertEquals(pauses(7, false), pauses(7, false));
        assertNotEquals(pauses(7, false), pauses(8, false));

        var steady = new Market(0);
        var ticker = new Ticker(steady, 7, 0);
        for (int i = 0; i < 100; i++) {
            ticker.pause(2, true);
            ticker.tick(i);
        }
        assertEquals(walk(7), steady.after(0).quotes());
    }

    @Test
    void aSteadyMarketIsAMetronome() {
        assertEquals(List.of(500_000_000L), pauses(7, true).stream().distinct().toList());
    }

    /** Random arrivals: as many as a metronome's, and a second without any in e^-2 = 13.5 % of all seconds. */
    @Test
    void atTwoPricesASecondOneSecondInSevenHasNone() {
        var pauses = pauses(7, false);
        double seconds = pauses.stream().mapToLong(pause -> pause).sum() / 1e9;
        var hasPrice = new BitSet();
        double time = 0;
        for (var pause : pauses) {
            time += pause / 1e9;
            hasPrice.set((int) time);
        }

        assertEquals(2, pauses.size() / seconds, 0.05, "prices a second");
        assertEquals(Math.exp(-2), 1 - hasPrice.cardinality() / seconds, 0.01, "the share of seconds without a price");
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
    void theNumbersNeverRunAheadOfTheClockHoweverFastItMoves() {
        long now = System.currentTimeMillis();
        var market = new Market(now);
        var ahead = new AtomicLong();
        try (var ticker = new Ticker(market, 7, now)) {
            market.listen(quote -> ahead.accumulateAndGet(quote.seq() - System.currentTimeMillis(), Math::max));
            ticker.start(1000);

            await("300 prices", () -> market.after(0).seq(), seq -> seq > now + 300);
        }

        assertTrue(ahead.get() <= 0, () -> "a number was ahead of the clock by " + ahead);
    }

    @Test
    void aWallClockThatIsSetBackStopsNoPrice() {
        long opened = System.currentTimeMillis() + 3_600_000; // then the clock was set back an hour
        var market = new Market(opened);
        try (var ticker = new Ticker(market, 7, opened)) {
            ticker.start(1000);

            await(
                    "the number of the newest price to go on",
                    () -> market.after(0).seq() - opened,
                    moves -> moves > 10);
        }
    }

    @Test
    void startedAgainItKeepsOnlyTheNewRate() {
        var market = new Market(0);
        try (var ticker = new Ticker(market, 7, 0)) {
            double anHourApart = 1 / 3600.0;
            ticker.start(anHourApart, true);
            ticker.start(1000);
            await("prices at the faster rate", () -> market.after(0).seq(), seq -> seq > 10);

            ticker.start(anHourApart, true);

            long last = market.after(0).seq();
            stays(
                    "the number of the last price",
                    Duration.ofMillis(300),
                    () -> market.after(0).seq(),
                    seq -> seq == last);
        }
    }

    private static List<Long> pauses(long seed, boolean steady) {
        var ticker = new Ticker(new Market(0), seed, 0);
        return Stream.generate(() -> ticker.pause(2, steady)).limit(20_000).toList();
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
