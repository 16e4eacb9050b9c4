package ticker.lab.load;

import java.util.function.LongSupplier;

/** When a client that polls asks: at equal intervals, of which those that are over are left out. Times are nanoseconds. */
final class PollTimes {
    private final LongSupplier interval;
    private long last;

    PollTimes(LongSupplier interval, long first) {
        this.interval = interval;
        this.last = first;
    }

    long next() {
        long now = System.nanoTime();
        long every = interval.getAsLong();
        last += every * Math.max(1, (now - last + every) / every);
        return Math.min(last, now + every);
    }

    /** The next one comes no later than this. */
    void hurry(long latest) {
        last = Math.min(last, latest);
    }
}
