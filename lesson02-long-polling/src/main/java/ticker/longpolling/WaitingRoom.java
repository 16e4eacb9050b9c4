package ticker.longpolling;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.xnio.XnioExecutor;

/**
 * The readers that one I/O thread holds. Only that thread touches them, so there is nothing to lock: other threads
 * {@link #wake()} it. All wait equally long, so the order in which they came is the order in which their time is up, and
 * one timer serves them all.
 */
final class WaitingRoom {
    private final XnioExecutor thread;
    private final Market market;
    private final long holdNanos;
    private final Semaphore seats;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Set<Held> readers = new LinkedHashSet<>();
    private boolean timed;

    WaitingRoom(XnioExecutor thread, Market market, long holdMillis, Semaphore seats) {
        this.thread = thread;
        this.market = market;
        this.holdNanos = TimeUnit.MILLISECONDS.toNanos(holdMillis);
        this.seats = seats;
    }

    /** Answers or holds an exchange of this thread. False: it would have to be held, and all seats are taken. */
    boolean admit(HttpServerExchange exchange, long cursor) {
        // Listen first, look second: every move since this room was put up wakes it, after the move is done. So a price
        // that this look misses wakes the room by a task for this very thread. The task can't begin before this is over
        // and the reader sits: nothing slips through in between.
        var quotes = market.after(cursor);
        if (!quotes.quotes().isEmpty()) {
            QuotesHandler.answer(exchange, quotes);
            return true;
        }
        if (!seats.tryAcquire()) {
            return false;
        }
        // Dispatched, so that Undertow does not end the exchange when the handler returns; to this same thread, at
        // once.
        // By way of the thread's queue, a task of the market's could overtake it.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> hold(new Held(exchange, cursor, System.nanoTime())));
        return true;
    }

    private void hold(Held reader) {
        readers.add(reader);
        reader.exchange().addExchangeCompleteListener((answeredOrGone, next) -> {
            readers.remove(reader);
            seats.release();
            next.proceed();
        });
        reader.watch();
        if (!timed) {
            timed = true;
            lookAtTheClockIn(holdNanos);
        }
    }

    /** Any thread: news. However many readers wait, and however many moves come, there is one task at a time. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::news);
            } catch (RejectedExecutionException stopped) {
                // The server has stopped: nobody waits here any more.
            }
        }
    }

    private void news() {
        woken.set(false); // before the looks: a move that comes after them brings a task of its own
        var all = readers;
        readers = new LinkedHashSet<>();
        for (var reader : all) {
            var quotes = market.after(reader.cursor());
            if (quotes.quotes().isEmpty()) {
                readers.add(reader); // it came just before this task, and knows the news already
            } else {
                answer(reader, quotes);
            }
        }
    }

    private static void answer(Held reader, Quotes quotes) {
        QuotesHandler.answer(reader.exchange(), quotes);
        limit(reader);
    }

    private static void limit(Held reader) {
        if (!reader.exchange().isComplete()) {
            Guards.limit(reader.exchange());
        }
    }

    private void lookAtTheClockIn(long nanos) {
        thread.executeAfter(this::timeUp, NANOSECONDS.toMillis(nanos) + 1, TimeUnit.MILLISECONDS);
    }

    private void timeUp() {
        long now = System.nanoTime();
        timed = false;
        while (!readers.isEmpty()) {
            var oldest = readers.iterator().next();
            long left = oldest.since() + holdNanos - now;
            if (left > 0) {
                timed = true;
                lookAtTheClockIn(left);
                return;
            }
            readers.remove(oldest);
            answer(oldest, market.after(oldest.cursor()));
        }
    }

    /** Any thread: nobody can wait here for the time being. */
    CompletableFuture<Void> dismiss(Consumer<HttpServerExchange> answer) {
        return CompletableFuture.runAsync(
                () -> {
                    var all = readers;
                    readers = new LinkedHashSet<>();
                    for (var reader : all) {
                        answer.accept(reader.exchange());
                        limit(reader);
                    }
                },
                thread);
    }
}
