package ticker.lab.relay;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** What is to be done at what time, the earliest first. Times are those of {@link System#nanoTime}. */
final class Timers {
    private record Alarm(long time, Runnable bell) {}

    private final Queue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::time));

    void set(long time, Runnable bell) {
        alarms.add(new Alarm(time, bell));
    }

    /** Milliseconds until the first one, at least 1; or 0 if there is none, which means for ever to a selector. */
    long timeout() {
        var first = alarms.peek();
        return first == null ? 0 : Math.max(1, (first.time - System.nanoTime()) / 1_000_000 + 1);
    }

    /** Rings those whose time has come. */
    void ring() {
        while (!alarms.isEmpty() && alarms.peek().time <= System.nanoTime()) {
            alarms.remove().bell.run();
        }
    }
}
