package ticker.lab.race;

import java.util.concurrent.atomic.AtomicLongArray;
import ticker.polling.Market;
import ticker.polling.Quote;

/** When a market's last moves were, in milliseconds since the epoch. They are numbered without a gap. */
final class MoveTimes {
    private static final int KEPT = 65_536; // a minute of the fastest market

    private final AtomicLongArray times = new AtomicLongArray(KEPT);
    private volatile long newest;

    /** Notes all moves from now on. */
    MoveTimes(Market market) {
        newest = market.after(0).seq();
        market.listen(this::note);
    }

    private void note(Quote quote) {
        times.set(place(quote.seq()), quote.time());
        newest = quote.seq();
    }

    private static int place(long seq) {
        return Math.floorMod(seq, KEPT);
    }

    /** For how many milliseconds a client with this cursor has not known of a move; 0 if there is none. */
    long overdue(long cursor, long now) {
        long last = newest;
        if (cursor >= last) {
            return 0;
        }
        long first = Math.max(cursor + 1, last - KEPT + 1);
        return Math.max(0, now - times.get(place(first)));
    }
}
