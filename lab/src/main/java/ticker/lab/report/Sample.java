package ticker.lab.report;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import ticker.lab.load.Tally;

/** What one window of time says about a cell. A value that can't be told from it, such as a delay without prices, is left out. */
final class Sample {
    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    /** The readers' tally of a window in which the server used so much CPU time. */
    static Sample of(Tally tally, long cpuNanos) {
        var sample = new Sample();
        sample.times(tally);
        sample.counts(tally);
        sample.put(Metric.CPU_PER_UPDATE, cpuNanos / 1e3 / tally.updates());
        sample.put(Metric.CPU, cpuNanos / 1e9 / tally.seconds());
        sample.put(Metric.GENERATOR_BUSY, tally.busy());
        sample.put(Metric.GENERATOR_LAG, tally.lag(), 99);
        return sample;
    }

    private void times(Tally tally) {
        put(Metric.DELAY_P50, tally.delay(), 50);
        put(Metric.DELAY_P99, tally.delay(), 99);
        put(Metric.DELAY_MAX, tally.delay(), 100);
        put(Metric.AGE_P50, tally.age(), 50);
        put(Metric.AGE_P99, tally.age(), 99);
        put(Metric.AGE_MAX, tally.age(), 100);
        if (tally.age().getTotalCount() > 0) {
            put(Metric.AGE_MEAN, tally.age().getMean() / 1000);
        }
    }

    private void counts(Tally tally) {
        double updates = tally.updates();
        put(Metric.UPDATES, updates / tally.seconds());
        put(Metric.CONFLATED, tally.conflated() / (updates + tally.conflated()));
        put(Metric.REQUESTS, tally.requests() / tally.seconds());
        put(Metric.REQUESTS_PER_UPDATE, tally.requests() / updates);
        put(Metric.BYTES_PER_REQUEST, (double) (tally.up() + tally.down()) / tally.requests());
        put(Metric.UPDATES_PER_MESSAGE, updates / tally.messages());
        put(Metric.EMPTY, (double) tally.empty() / tally.answers());
        put(Metric.UP_PER_UPDATE, tally.up() / updates);
        put(Metric.DOWN_PER_UPDATE, tally.down() / updates);
        put(Metric.BYTES_PER_UPDATE, (tally.up() + tally.down()) / updates);
        put(Metric.BYTES, (tally.up() + tally.down()) / tally.seconds());
        put(Metric.OVERHEAD, tally.overhead());
        put(Metric.OVERHEAD_PER_MESSAGE, (double) (tally.down() - tally.payload()) / tally.messages());
    }

    void put(Metric metric, double value) {
        if (Double.isFinite(value)) {
            values.put(metric, value);
        }
    }

    /** A percentile of microseconds, in milliseconds. */
    void put(Metric metric, Histogram histogram, double percentile) {
        if (histogram.getTotalCount() > 0) {
            put(metric, histogram.getValueAtPercentile(percentile) / 1000.0);
        }
    }

    Map<Metric, Double> values() {
        return values;
    }
}
