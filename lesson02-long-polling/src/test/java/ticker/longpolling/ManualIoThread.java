package ticker.longpolling;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** An I/O thread whose tasks the test runs by hand, one after the other: so nothing is left to chance. The heartbeat rests. */
final class ManualIoThread extends XnioIoThread {
    private static final long HEARTBEAT_MILLIS = 100;

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    ManualIoThread(XnioWorker worker) {
        super(worker, 0);
    }

    /** Runs what waits, and what comes to wait meanwhile, until nothing does. */
    void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    int waiting() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Key executeAfter(Runnable task, long time, TimeUnit unit) {
        if (unit.toMillis(time) < HEARTBEAT_MILLIS) {
            tasks.add(task);
        }
        return () -> tasks.remove(task);
    }

    @Override
    public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
        throw new UnsupportedOperationException("Subscribers do not ask for that.");
    }
}
