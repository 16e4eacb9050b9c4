package ticker.streaming;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.ServerConnection.CloseListener;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/**
 * All subscribers of a server, in groups: one for each I/O thread. A move of the market posts one task to each of these
 * threads. That task lets the subscribers of its thread catch up, one after the other. Any thread may
 * call these methods.
 *
 * <pre>
 * market.move ── wake ──> each group, at most one task ──> each subscriber: catchUp()
 *                         every 100 ms                 ──> check(now)
 *                         at the end                   ──> goodbye()
 * </pre>
 */
final class Subscribers {
    private final Map<XnioIoThread, SubscriberGroup> groups = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final LongSupplier clock;
    private final int max;
    private final Semaphore places;
    private volatile boolean closing;

    /** For at most this number of subscribers. */
    Subscribers(Market market, int max) {
        this(market, max, () -> NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** With the caller's clock, which counts milliseconds from any start. */
    Subscribers(Market market, int max, LongSupplier clock) {
        this.max = max;
        this.places = new Semaphore(max);
        this.clock = clock;
        market.listen(quote -> wake());
    }

    /** There may be news for all subscribers. */
    void wake() {
        groups.values().forEach(SubscriberGroup::wake);
    }

    /** From now on the subscriber is told what is new, in the I/O thread of its connection. */
    void add(XnioIoThread thread, Subscriber subscriber) {
        var group = groups.computeIfAbsent(thread, first -> new SubscriberGroup(first, clock, count));
        subscriber.group = group;
        group.run(() -> {
            if (closing) { // asked after the group is in the map: either this sees it, or close() sees the group
                subscriber.goodbye();
            } else {
                group.begin(subscriber);
            }
        });
    }

    /** The subscriber has ended. This may be called again. */
    void remove(Subscriber subscriber) {
        var group = subscriber.group;
        group.run(() -> group.leave(subscriber));
    }

    int count() {
        return count.get();
    }

    long now() {
        return clock.getAsLong();
    }

    // ---- Deeper: places, and the end ----

    /**
     * Takes a place, before the response is sent. The place is free again when the exchange, or the connection that it
     * turns into, has ended. A Problem says that no place is free.
     */
    void reserve(HttpServerExchange exchange) throws Problem {
        if (!places.tryAcquire()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
            throw new Problem(503, "All places are taken.");
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            if (done.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS) {
                releaseAfter(done.getConnection());
            } else {
                places.release();
            }
            next.proceed();
        });
    }

    private void releaseAfter(ServerConnection connection) {
        var once = new AtomicBoolean();
        CloseListener release = closed -> {
            if (once.compareAndSet(false, true)) {
                places.release();
            }
        };
        connection.addCloseListener(release);
        if (!connection.isOpen()) { // listen first, look second: here, too
            release.closed(connection);
        }
    }

    /** Lets all subscribers look at the time now, and waits for that. The heartbeat does so every 100 ms. */
    void check() {
        var checks = groups.values().stream()
                .map(group -> CompletableFuture.runAsync(group::check, group::run))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(checks).completeOnTimeout(null, 1, SECONDS).join();
    }

    /** Tells all subscribers that the server stops, and waits until all places are free again, but at most a second. */
    void close() {
        close(Duration.ofSeconds(1));
    }

    void close(Duration timeout) {
        closing = true;
        groups.values().forEach(group -> group.run(group::goodbye));
        try {
            if (places.tryAcquire(max, timeout.toMillis(), MILLISECONDS)) {
                places.release(max);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
