package ticker.lab.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Histograms of microseconds, to three digits and up to ten minutes: what is longer counts as ten minutes. */
final class Micros {
    private static final long MAX = TimeUnit.MINUTES.toMicros(10);

    private Micros() {}

    static Histogram histogram() {
        return new Histogram(MAX, 3);
    }

    static void record(Histogram histogram, long micros, int count) {
        histogram.recordValueWithCount(Math.max(0, Math.min(MAX, micros)), count);
    }
}
