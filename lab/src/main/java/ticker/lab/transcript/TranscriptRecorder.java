package ticker.lab.transcript;

import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import ticker.lab.decode.Direction;
import ticker.lab.relay.Observer;

/**
 * Decodes what taps have seen, in a thread of its own, so that copying never waits for it. When more bytes wait than
 * there is room for, the rest of that connection is counted, but no longer decoded.
 */
public final class TranscriptRecorder implements AutoCloseable {
    private static final long ROOM = 16 * 1024 * 1024;
    private static final int TASK = 200; // about so many bytes of memory

    private final Transcript transcript;
    private final long room;
    private final AtomicLong waiting = new AtomicLong();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), TranscriptRecorder::thread, (late, closed) -> {});

    /** Decodes into this transcript. */
    public TranscriptRecorder(Transcript transcript) {
        this(transcript, ROOM);
    }

    TranscriptRecorder(Transcript transcript, long room) {
        this.transcript = transcript;
        this.room = room;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "decoding");
        thread.setDaemon(true);
        return thread;
    }

    /** Listens to a new connection of a lesson. */
    public Observer observer(String lesson, int connection) {
        return new Backlog(new RecordedConnection(transcript, lesson, connection));
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    /** What waits to be decoded on one connection. */
    private final class Backlog implements Observer {
        private final RecordedConnection conversation;
        private boolean overrun; // only the tap's thread looks at it
        private final AtomicLong[] skipped = {new AtomicLong(), new AtomicLong()};

        Backlog(RecordedConnection conversation) {
            this.conversation = conversation;
        }

        @Override
        public void passed(Direction direction, ByteBuffer bytes, double time) {
            int weight = bytes.remaining() + TASK;
            overrun = overrun || waiting.get() + weight > room;
            if (overrun) {
                skip(direction, bytes.remaining(), time);
                return;
            }
            waiting.addAndGet(weight);
            thread.execute(() -> {
                conversation.passed(direction, bytes, time);
                waiting.addAndGet(-weight);
            });
        }

        private void skip(Direction direction, int bytes, double time) {
            var sum = skipped[direction.ordinal()];
            if (sum.getAndAdd(bytes) == 0) { // else the task that waits will count these, too
                thread.execute(() -> conversation.skipped(direction, sum.getAndSet(0), time));
            }
        }

        @Override
        public void ended(Direction direction, boolean reset, double time) {
            thread.execute(() -> conversation.ended(direction, reset, time));
        }
    }
}
