package ticker.handshake;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** The connections of one I/O thread, and what they share: a buffer to read into, and a beat that ends what takes too long. */
final class Circle {
    private static final long BEAT_MILLIS = 100;

    private final XnioIoThread thread;
    private final AtomicInteger count; // of all circles
    private final LongSupplier clock;
    private final Set<Connection> connections = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private final AtomicBoolean offering = new AtomicBoolean();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private boolean closing;

    Circle(XnioIoThread thread, AtomicInteger count, LongSupplier clock) {
        this.thread = thread;
        this.count = count;
        this.clock = clock;
        later(this::tick, BEAT_MILLIS);
    }

    /** To be called in the I/O thread. */
    void join(Connection connection) {
        connections.add(connection);
        count.incrementAndGet();
        connection.open();
        if (closing) {
            farewell(connection);
        }
    }

    /** To be called in the I/O thread. */
    void leave(Connection connection) {
        connections.remove(connection);
        count.decrementAndGet();
        if (closing && connections.isEmpty()) {
            empty.complete(null);
        }
    }

    /** The time in nanoseconds, by the server's clock. */
    long now() {
        return clock.getAsLong();
    }

    /** An empty buffer, for as long as one event lasts. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    /** There may be something new to say: one task tells all, however often this is called before it runs. */
    void offer() {
        if (offering.compareAndSet(false, true)) {
            inIoThread(() -> {
                offering.set(false); // before looking, so that what moves meanwhile is seen by the next task
                forEach(Connection::offer);
            });
        }
    }

    /** The server stops. The result is complete when everybody has left. */
    CompletableFuture<Void> close() {
        inIoThread(() -> {
            closing = true;
            forEach(Circle::farewell);
            if (connections.isEmpty()) {
                empty.complete(null);
            }
        });
        return empty;
    }

    private static void farewell(Connection connection) {
        connection.close(1001, "The server stops.");
    }

    private void tick() {
        long now = now();
        forEach(connection -> connection.tick(now));
        later(this::tick, BEAT_MILLIS);
    }

    private void forEach(Consumer<Connection> action) {
        List.copyOf(connections).forEach(action); // a copy, because one that fails leaves
    }

    /** Runs a task in the I/O thread after a while, if the server still runs by then. */
    void later(Runnable task, long millis) {
        ifItRuns(() -> thread.executeAfter(task, millis, TimeUnit.MILLISECONDS));
    }

    private void inIoThread(Runnable task) {
        ifItRuns(() -> thread.execute(task));
    }

    private void ifItRuns(Runnable request) {
        try {
            request.run();
        } catch (RejectedExecutionException stopped) {
            empty.complete(null); // the thread has ended, and all its connections with it
        }
    }
}
