package ticker.lab.load;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Which reader acts when, and which ones may connect now. For one thread. */
final class Schedule {
    private static final int AT_ONCE = 64; // connecting: more would wait in the server's backlog, or get lost there

    private final PriorityQueue<Client> clock = new PriorityQueue<>(Comparator.comparingLong(Client::due));
    private final Queue<Client> waiting = new ArrayDeque<>();
    private int connecting;

    void remember(Client reader) {
        clock.add(reader);
    }

    void letConnect(Client reader) {
        waiting.add(reader);
    }

    /** One of those who were connecting has succeeded or failed. */
    void connected() {
        connecting--;
    }

    /** How long the loop may sleep; 0 is for ever. */
    long millisLeft() {
        if (clock.isEmpty()) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(clock.peek().due() - System.nanoTime()));
    }

    /** Nobody waits for longer than this. Those who would have get times at random, so that they stay apart. */
    void hurry(long nanos) {
        long now = System.nanoTime();
        var all = List.copyOf(clock);
        clock.clear(); // their order may change
        all.forEach(reader -> reader.hurry(now + ThreadLocalRandom.current().nextLong(nanos)));
        clock.addAll(all);
    }

    /** Lets everybody act whose time has come. */
    void run() {
        long now = System.nanoTime();
        while (!clock.isEmpty() && clock.peek().due() <= now) {
            clock.poll().wake(now);
        }
        while (connecting < AT_ONCE && !waiting.isEmpty()) {
            connecting++;
            waiting.poll().connect();
        }
    }
}
