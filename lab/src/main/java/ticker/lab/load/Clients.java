package ticker.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The load generator: many clients of one technique, as raw sockets on one thread that never blocks. Each client keeps
 * its cursor, notes when prices arrive and how many bytes that took, and comes back when its connection is lost.
 */
public final class Clients implements AutoCloseable {
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "clients");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Client> clients = new ArrayList<>();
    private final Schedule schedule = new Schedule();
    private final Connections connections;
    private final Statistics statistics = new Statistics();
    private final PriceBoard board = new PriceBoard();
    private final boolean polls;
    private volatile long interval; // nanoseconds
    private volatile int count;
    private volatile boolean closed;

    /**
     * Opens clients of a server on 127.0.0.1. They connect at once, a few at a time.
     *
     * @param interval between the polls of one client; the clients' polls are spread evenly over it. Other techniques
     *     don't use it
     */
    public Clients(Technique technique, int port, int count, Duration interval) {
        this.count = count;
        this.interval = interval.toNanos();
        try {
            selector = Selector.open();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        connections = new Connections(technique, port, selector);
        polls = technique == Technique.POLLING;
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            add(polls ? now + this.interval / count * i : now);
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void add(long first) {
        var times = new PollTimes(() -> this.interval, first);
        var client = new Client(polls, times, schedule, connections, statistics, board);
        client.wakeAt(first);
        clients.add(client);
    }

    /** How many there are, connected or not. */
    public int count() {
        return count;
    }

    /** From now on there are so many. Those that are too many leave; those that are new connect, pollers at random times. */
    public void count(int count) {
        this.count = count;
        task(() -> {
            while (clients.size() > count) {
                clients.remove(clients.size() - 1).leave();
            }
            while (clients.size() < count) {
                add(System.nanoTime() + (polls ? ThreadLocalRandom.current().nextLong(interval) : 0));
            }
        });
    }

    /** From now on waits so long between the polls of one client. One that is waiting waits no longer than that. */
    public void interval(Duration interval) {
        this.interval = interval.toNanos();
        task(() -> schedule.hurry(this.interval));
    }

    private void task(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** What has happened since the last call, or since the beginning. */
    public Tally tally() {
        return reply(laterTally());
    }

    /** The same, without waiting for the thread of the clients: it may have much to do. */
    public CompletableFuture<Tally> laterTally() {
        return call(() -> statistics.tally(clients.size(), connections.open(), board.prices()));
    }

    /** Cuts all connections. The clients come back at once, pollers with their next poll, and resume at their cursors. */
    public void cut() {
        reply(call(() -> {
            clients.forEach(Client::cut);
            return null;
        }));
    }

    @Override
    public void close() {
        closed = true;
        count(0); // so that a turn that takes long ends at once
        try {
            thread.join(10_000);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> CompletableFuture<T> call(Supplier<T> question) {
        var reply = new CompletableFuture<T>();
        task(() -> reply.complete(question.get()));
        return reply;
    }

    private static <T> T reply(CompletableFuture<T> reply) {
        try {
            return reply.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException late) {
            throw new IllegalStateException("The thread of the clients has not replied for 30 s.", late);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                turn();
            }
            clients.forEach(Client::disconnect);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void turn() throws IOException {
        selector.select(schedule.millisLeft());
        long start = System.nanoTime();
        int events = selector.selectedKeys().size();
        for (var key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((Client) key.attachment()).ready();
            }
            // Here, too: many clients with much to read take seconds, and a task must not wait for all of them.
            runTasks();
        }
        selector.selectedKeys().clear();
        schedule.run();
        statistics.worked(System.nanoTime() - start, events);
        runTasks();
    }

    private void runTasks() {
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }
}
