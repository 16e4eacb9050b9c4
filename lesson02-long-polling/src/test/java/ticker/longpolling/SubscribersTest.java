package ticker.longpolling;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** The mechanism of lessons 2 to 5, on real I/O threads but without sockets. */
class SubscribersTest {
    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 1000, now::get);
    private final XnioWorker worker;
    private final XnioIoThread thread;

    SubscribersTest() throws IOException {
        worker = Xnio.getInstance().createWorker(OptionMap.create(org.xnio.Options.WORKER_IO_THREADS, 2));
        thread = worker.getIoThread();
    }

    @AfterEach
    void stop() {
        worker.shutdownNow();
    }

    /** Counts its calls. The test says what it does when it catches up. */
    private static final class Counting extends Subscriber {
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger goodbyes = new AtomicInteger();
        private final AtomicInteger aborts = new AtomicInteger();
        private final AtomicLong checked = new AtomicLong();
        private final Consumer<Counting> onLook;

        Counting() {
            this(self -> {});
        }

        Counting(Consumer<Counting> onLook) {
            this.onLook = onLook;
        }

        @Override
        void catchUp() {
            looks.incrementAndGet();
            onLook.accept(this);
        }

        @Override
        void check(long now) {
            checked.set(now);
        }

        @Override
        void goodbye() {
            goodbyes.incrementAndGet();
        }

        @Override
        void abort() {
            aborts.incrementAndGet();
        }
    }

    private Counting add(Counting subscriber) {
        subscribers.add(thread, subscriber);
        return subscriber;
    }

    /** Waits until the I/O thread has done all that was posted before. */
    private void settle() throws Exception {
        await("the tasks of the I/O thread", CompletableFuture.runAsync(() -> {}, thread));
    }

    /** Keeps the I/O thread busy until the result is run. */
    private Runnable occupy() {
        var end = new CountDownLatch(1);
        thread.execute(() -> {
            try {
                assertTrue(end.await(Await.LIMIT.toMillis(), MILLISECONDS), "the test has let it go on");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        return end::countDown;
    }

    @Test
    void aThousandMovesBehindABusyThreadBringOneRound() throws Exception {
        var subscriber = add(new Counting());
        settle();
        var goOn = occupy();

        for (int i = 1; i <= 1000; i++) {
            market.move("ACME", i, i);
        }
        goOn.run();
        awaitEqual("looks: the first one and one for all moves", 2, subscriber.looks::get);
        settle();
        assertEquals(2, subscriber.looks.get(), "tasks must not accumulate behind a thread that is busy");

        market.move("ACME", 1, 1);
        awaitEqual("looks: a move after the round brings another one", 3, subscriber.looks::get);
    }

    @Test
    void aPriceThatMovesDuringTheFirstLookIsSeenByTheSecond() {
        var seen = new CopyOnWriteArrayList<Long>();
        var moved = new AtomicBoolean();

        add(new Counting(self -> {
            seen.add(market.after(0).seq());
            if (moved.compareAndSet(false, true)) {
                market.move("ACME", 1, 1); // after the look, before it has ended
            }
        }));

        awaitEqual("what the looks have seen", List.of(0L, 1L), () -> seen);
    }

    @Test
    void aPriceThatMovesDuringARoundBringsAnotherRound() throws Exception {
        var subscriber = add(new Counting(self -> {
            if (self.looks.get() == 2) {
                market.move("BRIO", 1, 1); // after the look, before the round has ended
            }
        }));
        settle();

        market.move("ACME", 1, 1);

        awaitEqual("looks: the first one, one for ACME, one for BRIO", 3, subscriber.looks::get);
    }

    /** As in long polling: each subscriber waits for one price and leaves with it. One that is forgotten waits forever. */
    @Test
    void noWakeUpIsLost() throws Exception {
        int all = 300_000;
        var served = new AtomicInteger();
        var moving = new AtomicBoolean(true);
        var moves = CompletableFuture.runAsync(() -> {
            for (int i = 1; moving.get(); i++) {
                market.move("ACME", i, i);
                if (i % 100 == 0) {
                    Thread.yield();
                }
            }
        });
        var open = new Semaphore(500); // so many at a time

        for (int i = 0; i < all; i++) {
            assertTrue(open.tryAcquire(Await.LIMIT.toMillis(), MILLISECONDS), "a subscriber was forgotten");
            long cursor = market.after(0).seq();
            subscribers.add(worker.getIoThread(), new Counting(self -> {
                if (!market.after(cursor).quotes().isEmpty()) {
                    subscribers.remove(self);
                    served.incrementAndGet();
                    open.release();
                }
            }));
        }
        moving.set(false);
        await("the end of the moves", moves);
        market.move("ACME", 1, 1); // for those that have come after the last one

        awaitEqual("subscribers that got their price", all, served::get);
        awaitEqual("members that remain", 0, subscribers::count);
    }

    @Test
    void oneThatLeavesDuringARoundTakesNoTurnOfTheOthers() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var all = new CopyOnWriteArrayList<Counting>();
            var removed = new CopyOnWriteArrayList<Counting>();
            for (int i = 0; i < 30; i++) {
                all.add(add(new Counting(self -> {
                    assertTrue(!removed.contains(self), "none is called after it has left");
                    for (int n = self.looks.get() > 1 ? random.nextInt(4) : 0; n > 0; n--) { // itself, or others
                        var one = all.get(random.nextInt(30));
                        subscribers.remove(one);
                        removed.add(one);
                    }
                })));
            }
            settle();

            market.move("ACME", 1, 1);

            var message = String.format(ROOT, "subscribers with seed %d that were skipped", seed);
            awaitEqual(
                    message,
                    List.of(),
                    () -> all.stream()
                            .filter(one -> one.looks.get() < 2 && !removed.contains(one))
                            .toList());
            awaitEqual(
                    "failures",
                    0,
                    () -> all.stream().mapToInt(one -> one.aborts.get()).sum());
            all.forEach(subscribers::remove);
            awaitEqual("members that remain", 0, subscribers::count);
        }
    }

    @Test
    void oneThatFailsEndsAloneAndTheOthersHaveTheirTurn() throws Exception {
        Logger.getLogger(SubscriberGroup.class.getName()).setFilter(planned -> false);
        var healthy = new ArrayList<Counting>();
        var broken = new ArrayList<Counting>();
        for (int i = 0; i < 20; i++) {
            healthy.add(add(new Counting()));
            broken.add(add(new Counting(self -> {
                if (self.looks.get() == 2) {
                    throw new IllegalStateException("planned");
                }
            })));
        }
        settle();

        market.move("ACME", 1, 1);

        awaitEqual("members that remain", 20, subscribers::count);
        awaitEqual("looks of the healthy subscribers", 40, () -> looks(healthy));
        awaitEqual(
                "broken subscribers, each ended once",
                20,
                () -> broken.stream().mapToInt(one -> one.aborts.get()).sum());
        market.move("ACME", 2, 2);
        awaitEqual("looks of the healthy subscribers after the next round", 60, () -> looks(healthy));
    }

    private static boolean isPlanned(Throwable thrown) {
        return thrown != null && String.valueOf(thrown.getMessage()).startsWith("planned");
    }

    private static int looks(List<Counting> all) {
        return all.stream().mapToInt(one -> one.looks.get()).sum();
    }

    @Test
    void anAbortThatFailsHarmsNoneOfTheOthers() throws Exception {
        Logger.getLogger(SubscriberGroup.class.getName()).setFilter(planned -> false);
        Logger.getLogger("org.xnio.nio")
                .setFilter(record -> !isPlanned(record.getThrown())); // it logs what a task throws
        var healthy = add(new Counting());
        var looks = new AtomicInteger();
        subscribers.add(
                thread,
                new Subscriber() { // comes later, so its turn is before the other's
                    @Override
                    void catchUp() {
                        if (looks.incrementAndGet() == 2) {
                            throw new IllegalStateException("planned");
                        }
                    }

                    @Override
                    void check(long now) {}

                    @Override
                    void goodbye() {}

                    @Override
                    void abort() {
                        throw new IllegalStateException("planned, too");
                    }
                });
        settle();

        now.set(4711);
        market.move("ACME", 1, 1);

        awaitEqual("looks", 2, healthy.looks::get);
        awaitEqual("the time of the last heartbeat", 4711L, healthy.checked::get);
    }

    @Test
    void theHeartbeatGoesOn() {
        var subscriber = add(new Counting());

        for (long time = 1; time <= 3; time++) {
            now.set(time);
            awaitEqual("the time of the last heartbeat", time, subscriber.checked::get);
        }
    }

    /** The lower limit is that of a pause as long as the round. Without a pause there is a round at each move. */
    @Test
    void howeverFastTheMarketMovesAPauseFollowsEachRound() throws Exception {
        var rounds = new CopyOnWriteArrayList<Long>();
        add(new Counting(self -> {
            rounds.add(System.nanoTime());
            burn(8);
        }));

        while (rounds.size() < 20) {
            market.move("ACME", 1, 1);
        }

        for (int i = 2; i < rounds.size(); i++) { // the first look is no round
            long apart = NANOSECONDS.toMillis(rounds.get(i) - rounds.get(i - 1));
            assertTrue(apart >= 15, "a round of 8 ms and its pause take 16 ms, not " + apart);
        }
    }

    private static void burn(int millis) {
        long end = System.nanoTime() + MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aClosingServerSaysGoodbyeOnceToEachSubscriberAndAlsoToOneThatJustComes() throws Exception {
        for (int run = 0; run < 300; run++) {
            var some = new Subscribers(market, 1000, now::get);
            var all = new CopyOnWriteArrayList<Counting>();
            var begun = new CountDownLatch(10);
            var joins = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    var one = new Counting();
                    all.add(one);
                    some.add(worker.getIoThread(), one);
                    begun.countDown();
                }
            });
            assertTrue(begun.await(Await.LIMIT.toMillis(), MILLISECONDS), "ten subscribers have come");

            some.close();

            await("the last to come", joins);
            awaitEqual(
                    "goodbyes",
                    50,
                    () -> all.stream().mapToInt(one -> one.goodbyes.get()).sum());
            assertTrue(all.stream().allMatch(one -> one.goodbyes.get() == 1), "each subscriber gets one goodbye");
            awaitEqual("members that remain", 0, some::count);
        }
    }

    @Test
    void allIsCalledInTheIoThreadWhicheverThreadMovesTheMarket() throws Exception {
        var threads = new CopyOnWriteArrayList<Thread>();
        add(new Counting(self -> threads.add(Thread.currentThread())));
        settle();

        market.move("ACME", 1, 1);

        awaitEqual("looks", 2, threads::size);
        threads.forEach(each -> assertSame(thread, each, "a subscriber looks in its own I/O thread"));
    }

    @Test
    void aMoveAfterTheServerHasStoppedDoesNoHarm() throws Exception {
        var subscriber = add(new Counting());
        settle();
        worker.shutdownNow();
        await("the end of the I/O threads", worker::isTerminated, ended -> ended);

        market.move("ACME", 1, 1);
        subscribers.check();
        subscribers.remove(subscriber);
    }
}
