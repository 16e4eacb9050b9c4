package ticker.handshake;

import io.undertow.server.ServerConnection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** All connections of a server, in circles, one for each I/O thread. Any thread may call. */
final class Connections {
    private static final long FAREWELL_MILLIS = 500;

    private final Map<XnioIoThread, Circle> circles = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger(); // also by handshakes whose answer has not left yet
    private final LongSupplier clock;

    Connections(LongSupplier clock) {
        this.clock = clock;
    }

    /** Takes one of so many places, until this connection has ended. False if there is none. */
    boolean take(int places, ServerConnection connection) {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            return false;
        }
        connection.addCloseListener(ended -> taken.decrementAndGet());
        return true;
    }

    Circle of(XnioIoThread thread) {
        return circles.computeIfAbsent(thread, any -> new Circle(thread, count, clock));
    }

    int count() {
        return count.get();
    }

    /** The market has moved. */
    void offer() {
        circles.values().forEach(Circle::offer);
    }

    /** Says 1001 to everybody, and waits a little for their answers. */
    void close() {
        var left = circles.values().stream().map(Circle::close).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(left)
                .completeOnTimeout(null, FAREWELL_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        circles.clear();
    }
}
