package ticker.lab.load;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Where readers write down what happens, until somebody looks: then it begins a new page. For one thread. */
final class Statistics {
    private static final long LONGEST = TimeUnit.MINUTES.toMicros(10);

    private final long begun = System.nanoTime();
    private final Histogram delay = histogram();
    private final Histogram age = histogram();
    private final Histogram firstPrice = histogram();
    private final Histogram recovery = histogram();
    private final Histogram lag = histogram();
    private long updates;
    private long conflated;
    private long messages;
    private long requests;
    private long answers;
    private long empty;
    private long up;
    private long down;
    private long payload;
    private long errors;
    private String error = "";
    private long worked;

    private static Histogram histogram() {
        return new Histogram(LONGEST, 3);
    }

    private static void record(Histogram histogram, long micros) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST, micros)));
    }

    void request() {
        requests++;
    }

    void answer(boolean brought) {
        answers++;
        empty += brought ? 0 : 1;
    }

    void up(long bytes) {
        up += bytes;
    }

    void down(long bytes) {
        down += bytes;
    }

    void error(String sentence) {
        errors++;
        error = sentence;
    }

    void firstPrice(long nanos) {
        record(firstPrice, nanos / 1000);
    }

    void recovered(long nanos) {
        record(recovery, nanos / 1000);
    }

    /** So many events were handled with a delay of up to so long, because of the generator alone. */
    void late(long nanos, int events) {
        if (events > 0) {
            lag.recordValueWithCount(Math.max(0, Math.min(LONGEST, nanos / 1000)), events);
        }
    }

    /** One turn of the loop. */
    void worked(long nanos, int events) {
        worked += nanos;
        late(nanos, events);
    }

    /**
     * A message has arrived.
     *
     * @param last the newest price the reader had before
     * @param news what is newer, oldest first, at least one
     * @param arrival in microseconds since the epoch
     * @param length of its JSON
     */
    void arrived(Price last, List<Price> news, long arrival, int length) {
        messages++;
        payload += length;
        updates += news.size();
        for (var price : news) {
            record(delay, arrival - 1000 * price.moved());
            age(last, price, arrival);
            conflated += price.seq() - last.seq() - 1;
            last = price;
        }
    }

    /** The ages of a move and of all before it that nobody named, which lie evenly between it and the last one named. */
    private void age(Price last, Price price, long arrival) {
        long moves = price.seq() - last.seq();
        long span = 1000 * (price.moved() - last.moved());
        for (long move = 1; move <= moves; move++) {
            record(age, arrival - 1000 * last.moved() - span * move / moves);
        }
    }

    /** Ends the page. */
    Tally tally(int readers, int open, Price newest, Map<String, Price> board) {
        long nanos = System.nanoTime() - begun;
        return new Tally(
                readers,
                open,
                nanos / 1e9,
                updates,
                conflated,
                messages,
                requests,
                answers,
                empty,
                up,
                down,
                payload,
                errors,
                error,
                delay,
                age,
                firstPrice,
                recovery,
                lag,
                (double) worked / nanos,
                newest,
                board);
    }
}
