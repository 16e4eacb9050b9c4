package ticker.streaming;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.XnioIoThread;

/** The subscribers of one I/O thread. Only that thread touches them; other threads {@link #wake} it. */
final class SubscriberGroup {
    private static final Logger LOG = Logger.getLogger(SubscriberGroup.class.getName());
    private static final long HEARTBEAT_MILLIS = 100;
    private static final long MAX_PAUSE_NANOS = MILLISECONDS.toNanos(10);

    private final XnioIoThread thread;
    private final LongSupplier clock;
    private final AtomicInteger count; // of all groups
    private final AtomicBoolean due = new AtomicBoolean();
    private Subscriber[] members = new Subscriber[8];
    private int size;
    private long pauseEnd = System.nanoTime();

    SubscriberGroup(XnioIoThread thread, LongSupplier clock, AtomicInteger count) {
        this.thread = thread;
        this.clock = clock;
        this.count = count;
        post(this::heartbeat, HEARTBEAT_MILLIS);
    }

    void begin(Subscriber subscriber) {
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
        }
        subscriber.index = size;
        members[size++] = subscriber;
        count.incrementAndGet();
        // Listen first, look second: a price that moves in between is then seen twice, never missed.
        call(subscriber, Subscriber::start);
    }

    /** Removes a subscriber, if it has not left yet. The last one takes over its index. */
    void leave(Subscriber subscriber) {
        if (subscriber.index >= 0) {
            var last = members[--size];
            members[subscriber.index] = last;
            last.index = subscriber.index;
            members[size] = null;
            subscriber.index = -1;
            count.decrementAndGet();
        }
    }

    /** There may be news. Any thread may call this, however often: at most one task waits. */
    void wake() {
        if (due.compareAndSet(false, true)) {
            post(this::round, 0);
        }
    }

    private void round() {
        long start = System.nanoTime();
        if (start - pauseEnd < 0) {
            post(this::round, NANOSECONDS.toMillis(pauseEnd - start) + 1);
            return;
        }
        due.set(false); // before the round, not after it: a move from here on needs another round
        each(Subscriber::catchUp);
        pauseAfter(start);
    }

    /**
     * An I/O thread finishes its tasks before it looks at its sockets, and a thousand writes take some milliseconds. So a
     * pause follows each round, as long as the round but at most 10 ms. In the pause the thread reads what clients have
     * sent, and clients have time to read. However fast the market moves, they then get fewer, newer prices.
     */
    private void pauseAfter(long start) {
        long end = System.nanoTime();
        pauseEnd = end + Math.min(end - start, MAX_PAUSE_NANOS);
    }

    private void heartbeat() {
        post(this::heartbeat, HEARTBEAT_MILLIS);
        check();
    }

    void check() {
        long now = clock.getAsLong();
        each(subscriber -> subscriber.check(now));
    }

    void goodbye() {
        each(subscriber -> {
            leave(subscriber);
            subscriber.goodbye();
        });
    }

    // From the last to the first: the last one takes over the index of one that leaves, and has had its turn already.
    private void each(Consumer<Subscriber> work) {
        for (int i = size - 1; i >= 0; i = Math.min(i, size) - 1) {
            call(members[i], work);
        }
    }

    private void call(Subscriber subscriber, Consumer<Subscriber> work) {
        try {
            work.accept(subscriber);
        } catch (RuntimeException fault) {
            LOG.log(Level.SEVERE, "A subscriber had to be ended", fault);
            leave(subscriber);
            post(subscriber::abort, 0); // in a task of its own: a fault in it must not end the round of the others
        }
    }

    /** Runs a task in the I/O thread: at once, if this call comes from there. */
    void run(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            post(task, 0);
        }
    }

    private void post(Runnable task, long millis) {
        try {
            thread.executeAfter(task, millis, MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The server has stopped, and its connections with it.
        }
    }
}
