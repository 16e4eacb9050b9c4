package ticker.lab.report;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import ticker.lab.load.Delays;
import ticker.lab.load.Tally;
import ticker.lab.load.Traffic;

/** The values of a cell in one window of time. A value that can't be measured, such as a delay without prices, is left out. */
final class Sample {
    /**
     * Bytes that a browser's request has more than one of these clients: Chromium 156 on Linux sends 513 for a poll of lesson
     * 1, a client here 67. Lesson 1's {@code ConnectionsTest} holds the first to about that.
     */
    static final int LONGER_IN_A_BROWSER = 513 - 67;

    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

    /** The clients' tally of a window in which the server used so much CPU time. */
    static Sample of(Tally tally, long cpuNanos) {
        var sample = new Sample();
        sample.times(tally.delays());
        sample.counts(tally.traffic(), tally.seconds());
        sample.put(Metric.CPU_PER_UPDATE, cpuNanos / 1e3 / tally.traffic().updates());
        sample.put(Metric.CPU, cpuNanos / 1e9 / tally.seconds());
        sample.put(Metric.GENERATOR_BUSY, tally.generator().busy());
        sample.put(Metric.GENERATOR_LAG, tally.generator().lag(), 99);
        return sample;
    }

    private void times(Delays delays) {
        put(Metric.DELAY_P50, delays.delay(), 50);
        put(Metric.DELAY_P99, delays.delay(), 99);
        put(Metric.DELAY_MAX, delays.delay(), 100);
        put(Metric.AGE_P50, delays.age(), 50);
        put(Metric.AGE_P99, delays.age(), 99);
        put(Metric.AGE_MAX, delays.age(), 100);
        if (delays.age().getTotalCount() > 0) {
            put(Metric.AGE_MEAN, delays.age().getMean() / 1000);
        }
    }

    private void counts(Traffic traffic, double seconds) {
        double updates = traffic.updates();
        double bytes = traffic.up() + traffic.down();
        put(Metric.UPDATES, updates / seconds);
        put(Metric.CONFLATED, traffic.conflated() / (updates + traffic.conflated()));
        put(Metric.REQUESTS, traffic.requests() / seconds);
        put(Metric.REQUESTS_PER_UPDATE, traffic.requests() / updates);
        put(Metric.BYTES_PER_REQUEST, bytes / traffic.requests());
        put(Metric.UPDATES_PER_MESSAGE, updates / traffic.messages());
        put(Metric.EMPTY, (double) traffic.empty() / traffic.responses());
        put(Metric.UP_PER_UPDATE, traffic.up() / updates);
        put(Metric.DOWN_PER_UPDATE, traffic.down() / updates);
        put(Metric.BYTES_PER_UPDATE, bytes / updates);
        put(Metric.BROWSER_BYTES_PER_UPDATE, (bytes + LONGER_IN_A_BROWSER * traffic.requests()) / updates);
        put(Metric.BYTES, bytes / seconds);
        put(Metric.OVERHEAD, traffic.overhead());
        put(Metric.OVERHEAD_PER_MESSAGE, (double) (traffic.down() - traffic.payload()) / traffic.messages());
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
