package ticker.lab.race;

import ticker.lab.load.Tally;

/** How old prices are when a client gets them. All times are milliseconds. */
final class Lateness {
    private final MoveTimes moves;
    private double delay;

    Lateness(MoveTimes moves) {
        this.moves = moves;
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
        if (tally.newest() == 0) {
            return 0; // what it missed before it came does not count
        }
        if (tally.traffic().updates() > 0) {
            delay = tally.delays().delay().getMaxValue() / 1e3;
        }
        return Math.max(tally.delays().age().getMaxValue() / 1e3, moves.overdue(tally.newest(), now));
    }
}
