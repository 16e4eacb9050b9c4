package ticker.lab.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Counts what happens to clients. For one thread. */
final class Statistics {
    private long begun;
    private Delays delays;
    private Histogram lag;
    private long worked; // nanoseconds
    private long updates;
    private long conflated;
    private long messages;
    private long requests;
    private long responses;
    private long empty;
    private long up;
    private long down;
    private long payload;
    private long errors;
    private String error;

    Statistics() {
        begin();
    }

    private void begin() {
        begun = System.nanoTime();
        delays = Delays.none();
        lag = Micros.histogram();
        worked = 0;
        updates = conflated = messages = requests = responses = empty = up = down = payload = 0;
        errors = 0;
        error = "";
    }

    void request() {
        requests++;
    }

    void response(boolean brought) {
        responses++;
        empty += brought ? 0 : 1;
    }

    void up(long bytes) {
        up += bytes;
    }

    void down(long bytes) {
        down += bytes;
    }

    void error(Exception failure) {
        errors++;
        error = String.valueOf(failure.getMessage());
    }

    void firstPrice(long nanos) {
        Micros.record(delays.firstPrice(), nanos / 1000, 1);
    }

    void recovered(long nanos) {
        Micros.record(delays.recovery(), nanos / 1000, 1);
    }

    /** So many events were handled with a delay of up to so long, because of the generator alone. */
    void late(long nanos, int events) {
        if (events > 0) {
            Micros.record(lag, nanos / 1000, events);
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
     * @param last the newest price that the client had before
     * @param news what is newer, oldest first, at least one
     * @param arrival in microseconds since the epoch
     * @param length of its JSON
     */
    void arrived(Price last, List<Price> news, long arrival, int length) {
        messages++;
        payload += length;
        updates += news.size();
        for (var price : news) {
            Micros.record(delays.delay(), arrival - 1000 * price.moved(), 1);
            age(last, price, arrival);
            conflated += price.seq() - last.seq() - 1;
            last = price;
        }
    }

    /** The ages of a move and of all before it that no message named, which lie evenly between it and the last one named. */
    private void age(Price last, Price price, long arrival) {
        long moves = price.seq() - last.seq();
        long span = 1000 * (price.moved() - last.moved());
        for (long move = 1; move <= moves; move++) {
            Micros.record(delays.age(), arrival - 1000 * last.moved() - span * move / moves, 1);
        }
    }

    /** What has happened since the last call, or since the beginning. */
    Tally tally(int clients, int open, Map<String, Price> board) {
        long nanos = System.nanoTime() - begun;
        var traffic = new Traffic(updates, conflated, messages, requests, responses, empty, up, down, payload);
        var generator = new GeneratorLoad(lag, (double) worked / nanos);
        var tally = new Tally(clients, open, nanos / 1e9, traffic, delays, generator, errors, error, board);
        begin();
        return tally;
    }
}
