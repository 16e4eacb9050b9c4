package ticker.lab;

import ticker.lab.measure.Tally;
import ticker.polling.Market;

/** How old prices are when a reader gets them. All times are milliseconds. */
final class Lateness {
    private static final long NOTHING = Long.MAX_VALUE;

    private final Market market;
    private double delay;
    private long overdue = NOTHING; // when the oldest move was that the reader does not know of

    Lateness(Market market) {
        this.market = market;
    }

    /** From the move of the last price that arrived to its arrival. */
    double delay() {
        return delay;
    }

    /**
     * For how long the reader did not know of a move, at worst. A move that has not arrived yet counts, too: or a reader
     * that is cut off would look as if it were in time.
     *
     * @param tally what has happened since the last look
     */
    double look(Tally tally, long now) {
        if (tally.newest() == null) {
            return 0; // what it missed before it came does not count
        }
        if (tally.updates() > 0) {
            delay = tally.delay().getMaxValue() / 1e3;
            overdue = NOTHING;
        }
        var missing = market.after(tally.newest().seq()).quotes();
        overdue = missing.isEmpty() ? NOTHING : Math.min(overdue, missing.get(0).time());
        return Math.max(tally.age().getMaxValue() / 1e3, now - Math.min(overdue, now));
    }
}
