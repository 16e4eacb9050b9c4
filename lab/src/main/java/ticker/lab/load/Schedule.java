package ticker.lab.load;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Which client does something when, and which ones may connect now. For one thread. Times are those of System.nanoTime. */
final class Schedule {
    private static final int MAX_CONNECTING = 64; // more would wait in the server's backlog, or get lost there

    private record Entry(long time, Client client) {}

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::time));
    private final Queue<Client> waiting = new ArrayDeque<>();
    private int connecting;

    /** Wakes a client at this time. It must not be in the schedule already. */
    void at(long time, Client client) {
        entries.add(new Entry(time, client));
    }

    void letConnect(Client client) {
        waiting.add(client);
    }

    /** One of the clients that were connecting has succeeded or failed. */
    void connected() {
        connecting--;
    }

    /** How long the loop may sleep; 0 is for ever. */
    long millisLeft() {
        if (entries.isEmpty()) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(entries.peek().time() - System.nanoTime()));
    }

    /** No client waits for longer than this. Those that would have get times at random, so that they stay apart. */
    void hurry(long nanos) {
        long now = System.nanoTime();
        var all = List.copyOf(entries);
        entries.clear(); // their order may change
        for (var entry : all) {
            long latest = now + ThreadLocalRandom.current().nextLong(nanos);
            entry.client().hurry(latest);
            at(Math.min(entry.time(), latest), entry.client());
        }
    }

    /** Wakes the clients whose time has come, and lets others connect. */
    void run() {
        long now = System.nanoTime();
        while (!entries.isEmpty() && entries.peek().time() <= now) {
            var entry = entries.remove();
            entry.client().wake(now - entry.time());
        }
        while (connecting < MAX_CONNECTING && !waiting.isEmpty()) {
            connecting++;
            waiting.remove().connect();
        }
    }
}
