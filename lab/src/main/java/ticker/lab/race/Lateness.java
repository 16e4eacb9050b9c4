package ticker.lab.race;

import ticker.lab.load.Tally;

/** How old prices are when a client gets them. All times are milliseconds. */
final class Lateness {
    private final MoveTimes moves;
    private final double share;
    private double delay;
    private long newest;

    /** Looks at so many percent of all that has arrived, and leaves out the worst; 100 for all. */
    Lateness(MoveTimes moves, double share) {
        this.moves = moves;
        this.share = share;
    }

    /** From the move of the last price that arrived to its arrival. */
    double delay() {
        return delay;
    }

    /**
     * For how long the client did not know of a move, at worst. A move that has not arrived yet counts, too: or a client
     * that is cut off would look as if it were in time.
     *
     * @param tally what has happened since the last look
     */
    double look(Tally tally, long now) {
        newest = tally.newest();
        if (newest > 0 && tally.traffic().updates() > 0) {
            delay = tally.delays().delay().getMaxValue() / 1e3;
        }
        return Math.max(tally.delays().age().getValueAtPercentile(share) / 1e3, look(now));
    }

    /** The same, when there is no new message. */
    double look(long now) {
        return newest == 0 ? 0 : moves.overdue(newest, now); // what it missed before it came does not count
    }
}
