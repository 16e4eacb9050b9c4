package ticker.longpolling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

class WaitingRoomTest {
    private final TestThread thread = new TestThread();
    private final WaitingRoom room = new WaitingRoom(thread, new Market(0), 25_000, new Semaphore(10));

    @Test
    void aThousandMovesBringOneTaskUntilItHasRun() {
        for (int i = 0; i < 1000; i++) {
            room.wake();
        }
        assertEquals(1, thread.tasks.size(), "tasks must not pile up behind a thread that is busy");

        thread.tasks.remove().run();
        room.wake();
        assertEquals(1, thread.tasks.size(), "a move after the task brings a new one");
    }

    @Test
    void aMoveAfterTheServerHasStoppedHarmsNobody() {
        thread.stopped = true;
        assertThrows(RejectedExecutionException.class, () -> thread.execute(() -> {}));

        room.wake();
    }

    /** An I/O thread that runs its tasks when the test does. */
    private static final class TestThread implements XnioExecutor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean stopped;

        @Override
        public void execute(Runnable task) {
            if (stopped) {
                throw new RejectedExecutionException();
            }
            tasks.add(task);
        }

        @Override
        public Key executeAfter(Runnable task, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
