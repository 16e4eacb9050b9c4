package ticker.streaming;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** The streams of one I/O thread. They are written to in that thread, one after the other: no lock, no queue, no hand-over. */
final class Lane {
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(10);

    private final XnioIoThread thread;
    private final Map<Format, Feed> feeds = new EnumMap<>(Format.class);
    private final Limits limits;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet(); // may shrink while it is walked through
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile long rested = System.nanoTime();
    private final XnioExecutor.Key checks;

    Lane(XnioIoThread thread, Market market, Limits limits) {
        this.thread = thread;
        this.limits = limits;
        for (var format : Format.values()) {
            feeds.put(format, new Feed(market, format));
        }
        this.checks = thread.executeAtInterval(this::check, 1, TimeUnit.SECONDS);
    }

    Feed feed(Format format) {
        return feeds.get(format);
    }

    void add(Stream stream) {
        streams.add(stream);
        stream.start();
    }

    void remove(Stream stream) {
        streams.remove(stream);
    }

    /** Has the streams catch up soon. Moves that come before that happens are covered by it: one task waits at most. */
    void moved() {
        if (!due.getAndSet(true)) {
            run(this::catchUp, TimeUnit.NANOSECONDS.toMillis(rested - System.nanoTime()));
        }
    }

    void check() {
        streams.forEach(stream -> stream.check(limits));
    }

    void end() {
        checks.remove();
        streams.forEach(Stream::end);
        streams.clear();
    }

    /**
     * A thousand writes take some milliseconds. They are followed by a rest three times as long, but no longer than ten:
     * in a market that never rests each reader then gets fewer, newer prices, and the processor has time for whoever
     * has to read them.
     */
    private void catchUp() {
        long start = System.nanoTime();
        due.set(false); // first: a move from now on needs another task
        streams.forEach(Stream::catchUp);
        long end = System.nanoTime();
        rested = end + Math.min(3 * (end - start), LONGEST_REST);
    }

    void run(Runnable task) {
        run(task, 0);
    }

    private void run(Runnable task, long delay) {
        try {
            thread.executeAfter(task, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            streams.clear(); // the thread is gone, and all its connections with it
        }
    }
}
