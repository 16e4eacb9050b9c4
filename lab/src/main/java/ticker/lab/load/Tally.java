package ticker.lab.load;

import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What has happened to {@link Clients} between two looks. The histograms hold microseconds. The server stamps its prices
 * with whole milliseconds, rounded down: so a delay or an age can be up to 1 ms too long, and what is below 1 ms can't be
 * told apart.
 *
 * @param readers how many there are
 * @param open how many of them are connected at the end
 * @param seconds from the look before to this one
 * @param updates quotes delivered, to all readers together; what a new reader gets first, the whole board, is not counted
 * @param conflated moves that readers were never told, because a newer price of the same symbol came in their place
 * @param messages that brought updates
 * @param requests sent, upgrades and the openings of streams included
 * @param answers to polls and long polls
 * @param empty those answers that brought nothing
 * @param up bytes from the readers to the server: all that is written to the sockets
 * @param down bytes from the server to the readers
 * @param payload the bytes among {@code down} that are the JSON of messages with updates, the same in every technique;
 *     everything else is overhead
 * @param errors connections that failed, were refused or ended, unless by {@link Clients#cut()}
 * @param error what was wrong the last time, or an empty text
 * @param delay of each quote delivered: from its move to the reading of its last byte
 * @param age of each move, delivered or not: from the move until the reader had it or something newer. Since it counts
 *     what conflation left out as well, it is free of coordinated omission. When a move was that no message names is told
 *     by its neighbours: the ticker beats evenly
 * @param firstPrice from the beginning of a reader's first connection to its first prices
 * @param recovery from a cut to the next new price
 * @param lag for each event the generator has handled: how long the turn of its loop took in which it did; and by how
 *     much each poll was late
 * @param busy the share of the time in which the generator was not waiting, 0 to 1
 * @param newest the newest price any reader has, or null before the first
 * @param board the newest price of each symbol that any reader has
 */
public record Tally(
        int readers,
        int open,
        double seconds,
        long updates,
        long conflated,
        long messages,
        long requests,
        long answers,
        long empty,
        long up,
        long down,
        long payload,
        long errors,
        String error,
        Histogram delay,
        Histogram age,
        Histogram firstPrice,
        Histogram recovery,
        Histogram lag,
        double busy,
        Price newest,
        Map<String, Price> board) {
    static final double BUSIEST = 0.8;
    static final long LONGEST_LAG = 50_000;

    /** The share of all bytes, in both directions, that is no payload: 0 to 1. */
    public double overhead() {
        return up + down == 0 ? 0 : 1 - (double) payload / (up + down);
    }

    /** Why these numbers may be the generator's own rather than the server's, if so. */
    public Optional<String> limit() {
        long late = lag.getValueAtPercentile(99);
        if (busy > BUSIEST) {
            return Optional.of("The load generator was busy %.0f %% of the time.".formatted(100 * busy));
        }
        if (late > LONGEST_LAG) {
            return Optional.of("The load generator was up to %d ms late.".formatted(late / 1000));
        }
        return Optional.empty();
    }
}
