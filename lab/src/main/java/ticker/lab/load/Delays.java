package ticker.lab.load;

import org.HdrHistogram.Histogram;

/**
 * How long things took, in microseconds. The server stamps its prices with whole milliseconds, rounded down: so a delay
 * or an age can be up to 1 ms too long, and what is below 1 ms can't be told apart.
 *
 * @param delay of each quote delivered: from its move to the reading of its last byte
 * @param age of each move, delivered or not: from the move until the client had it or something newer. Since it counts
 *     what conflation left out as well, it is free of coordinated omission. The time of a move that no message brings is
 *     computed from its neighbors: the ticker of a measurement moves at equal intervals
 * @param firstPrice from the beginning of a client's first connection to its first prices
 * @param recovery from a cut to the next new price
 */
public record Delays(Histogram delay, Histogram age, Histogram firstPrice, Histogram recovery) {
    /** Nothing yet. */
    static Delays none() {
        return new Delays(Micros.histogram(), Micros.histogram(), Micros.histogram(), Micros.histogram());
    }
}
