package ticker.lab.relay;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** What is to be done at what time, the earliest first. Times are those of {@link System#nanoTime}. */
final class Timers {
    private record Timer(long time, Runnable task) {}

    private final Queue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::time));

    void set(long time, Runnable task) {
        timers.add(new Timer(time, task));
    }

    /** Milliseconds until the first one, at least 1; or 0 if there is none, which means for ever to a selector. */
    long timeout() {
        var first = timers.peek();
        return first == null ? 0 : Math.max(1, (first.time - System.nanoTime()) / 1_000_000 + 1);
    }

    /** Runs those whose time has come. */
    void run() {
        while (!timers.isEmpty() && timers.peek().time <= System.nanoTime()) {
            timers.remove().task.run();
        }
    }
}
