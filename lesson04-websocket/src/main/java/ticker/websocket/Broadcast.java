package ticker.websocket;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.websocket.CloseReason.CloseCodes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** Tells every session that the market has moved: one task for each I/O thread, however many sessions and moves. */
final class Broadcast {
    static final long CHECK = 1000; // milliseconds between two looks at the time
    static final long REST = 5; // milliseconds after a round; the first price after a calm is sent at once

    private final Map<XnioIoThread, Group> groups = new ConcurrentHashMap<>();
    private final Excerpts excerpts = new Excerpts();
    private final Market market;
    private final LongSupplier clock;
    private final CompletableFuture<Void> empty = new CompletableFuture<>(); // once it has ended and all have left
    private volatile boolean ended;
    private volatile boolean halted;

    Broadcast(Market market, LongSupplier clock) {
        this.market = market;
        this.clock = clock;
        market.listen(quote -> groups.values().forEach(Group::wake));
    }

    /** The time in milliseconds, from an arbitrary start. */
    long now() {
        return clock.getAsLong();
    }

    Quotes newer(long cursor, Subscription subscription) {
        return excerpts.of(market.after(cursor), subscription);
    }

    void join(XnioIoThread thread, Subscriber subscriber) {
        groups.computeIfAbsent(thread, Group::new).subscribers.add(subscriber);
    }

    void leave(XnioIoThread thread, Subscriber subscriber) {
        groups.get(thread).subscribers.remove(subscriber);
        completeIfEmpty();
    }

    /** Prices stand still, or move again. */
    void halt(boolean halted) {
        this.halted = halted;
        groups.values().forEach(Group::wake);
    }

    boolean isHalted() {
        return halted;
    }

    private void completeIfEmpty() {
        if (ended && size() == 0) {
            empty.complete(null);
        }
    }

    /** Says goodbye to every session, and waits until all have heard it and left, or until the time-out. */
    void end(Duration timeout) {
        ended = true;
        groups.values().forEach(Group::end);
        completeIfEmpty();
        empty.completeOnTimeout(null, timeout.toMillis(), MILLISECONDS).join();
    }

    int size() {
        return groups.values().stream()
                .mapToInt(group -> group.subscribers.size())
                .sum();
    }

    /** Lets every session look at the time. */
    void check() {
        groups.values().forEach(Group::check);
    }

    static void run(Runnable order) {
        try {
            order.run();
        } catch (RejectedExecutionException stopping) {
            // The server stops: its sessions have been told so.
        }
    }

    /** The sessions of one I/O thread. All that happens to a session happens there, so that it needs no lock. */
    private static final class Group {
        private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean busy = new AtomicBoolean();
        private final XnioIoThread thread;
        private volatile boolean moved;

        Group(XnioIoThread thread) {
            this.thread = thread;
            tick();
        }

        void wake() {
            moved = true;
            if (busy.compareAndSet(false, true)) {
                run(() -> thread.execute(this::round));
            }
        }

        private void round() {
            moved = false; // before the first look: a price that moves from here on is a reason for another round
            each(Subscriber::pump);
            // An I/O thread ends all its tasks before it looks at its sockets: it must get the time to. And a
            // client that gets more than it can take has old prices waiting in its network buffers.
            run(() -> thread.executeAfter(this::rest, REST, MILLISECONDS));
        }

        private void rest() {
            busy.set(false);
            if (moved) {
                wake();
            }
        }

        private void tick() {
            each(Subscriber::check);
            run(() -> thread.executeAfter(this::tick, CHECK, MILLISECONDS));
        }

        void check() {
            run(() -> thread.execute(() -> each(Subscriber::check)));
        }

        void end() {
            run(() -> thread.execute(() -> each(subscriber -> subscriber.close(CloseCodes.GOING_AWAY, ""))));
        }

        private void each(Consumer<Subscriber> work) {
            for (var subscriber : subscribers) {
                try {
                    work.accept(subscriber);
                } catch (RuntimeException fault) {
                    subscriber.fail(fault); // and go on with the others
                }
            }
        }
    }
}
