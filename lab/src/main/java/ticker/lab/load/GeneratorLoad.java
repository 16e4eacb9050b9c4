package ticker.lab.load;

import static java.util.Locale.ROOT;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * How busy the load generator itself was.
 *
 * @param lag in microseconds, for each event that it has handled: how long that round of its loop took; and for each poll:
 *     how late it was
 * @param busy the share of the time in which it was not waiting, 0 to 1
 */
public record GeneratorLoad(Histogram lag, double busy) {
    static final double MAX_BUSY = 0.8;
    static final long MAX_LAG = 50_000;

    /** Why the numbers may be the generator's own rather than the server's, if so. */
    public Optional<String> limit() {
        long late = lag.getValueAtPercentile(99);
        if (busy > MAX_BUSY) {
            return Optional.of(String.format(ROOT, "The load generator was busy %.0f %% of the time.", 100 * busy));
        }
        if (late > MAX_LAG) {
            return Optional.of(String.format(ROOT, "The load generator was up to %d ms late.", late / 1000));
        }
        return Optional.empty();
    }
}
