package ticker.lab.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A value measured several times.
 *
 * @param repeats how often
 */
public record Spread(double median, double low, double high, int repeats) {
    private static final double QUIET = 0.3;

    /** Of at least one value. */
    static Spread of(DoubleStream values) {
        var sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("A spread is one of at least one value.");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Whether the repeats differ by more than 30 % of their median, and by more than the resolution. */
    public boolean noisy(double resolution) {
        double width = high - low;
        return width > resolution && width > QUIET * Math.abs(median);
    }

    static Spread of(double... values) {
        return of(Arrays.stream(values));
    }
}
