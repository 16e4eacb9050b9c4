package ticker.lab.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import ticker.lab.decode.Direction;

/** One direction of a connection: reads what arrives, and writes on what may leave. */
final class Pipe {
    private static final int MAX_WRITES = 64; // in a row; then other connections have their turn

    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final SafeObserver observer;
    private final PendingBytes pending;
    private boolean unfinished; // there is more to write as soon as the channel accepts it
    private boolean reset; // by the side that sends in this direction
    private boolean over;
    private boolean broken;

    Pipe(Direction direction, SocketChannel from, SocketChannel to, SafeObserver observer, ResponseTracker responses) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.observer = observer;
        this.pending = new PendingBytes(direction, responses);
    }

    /** Reads at most what there is room for: what then stays unread makes the sender wait. */
    void read(ByteBuffer scratch) {
        scratch.clear().limit(Math.min(scratch.capacity(), pending.room()));
        try {
            int length = from.read(scratch);
            if (length > 0) {
                var bytes = ByteBuffer.allocate(length).put(scratch.flip()).flip();
                pending.add(bytes, System.nanoTime());
            } else if (length < 0) {
                pending.end(System.nanoTime());
            }
        } catch (IOException connectionReset) {
            reset = true;
            pending.end(System.nanoTime());
        }
    }

    /** Writes what may leave now, and after the last byte the end. */
    void write(Faults faults) {
        try {
            flow(faults);
            if (!over && pending.isEndDue(faults, System.nanoTime()) && (reset || pending.isEmpty())) {
                end();
            }
        } catch (IOException receiverGone) {
            observer.ended(direction.opposite(), true);
            broken = true;
        }
    }

    private void flow(Faults faults) throws IOException {
        unfinished = false;
        for (int turn = 1; !unfinished; turn++) {
            var bytes = pending.next(faults, System.nanoTime());
            if (!bytes.hasRemaining()) {
                return;
            }
            int length = to.write(bytes.duplicate());
            unfinished = length < bytes.remaining() || turn == MAX_WRITES;
            if (length > 0) {
                pending.left(length);
                observer.passed(direction, bytes.slice(0, length).asReadOnlyBuffer());
            }
        }
    }

    private void end() throws IOException {
        over = true;
        observer.ended(direction, reset);
        if (reset) {
            broken = true;
        } else {
            to.shutdownOutput();
        }
    }

    boolean wantsToRead(Faults faults) {
        return !pending.isEnded() && pending.room() > 0 && !faults.stall();
    }

    boolean wantsToWrite(Faults faults) {
        return unfinished && !faults.stall();
    }

    /** Whether the end has been passed on. */
    boolean isOver() {
        return over;
    }

    /** Whether one side has gone without an end (FIN): then the other one is reset. */
    boolean isBroken() {
        return broken;
    }

    /** When there is something to do though nothing happens, or {@link PendingBytes#NEVER}. */
    long due(Faults faults) {
        if (over) {
            return PendingBytes.NEVER;
        }
        if (unfinished) {
            return reset
                    ? pending.endDue(faults)
                    : PendingBytes.NEVER; // a reset does not wait for a receiver that is slow
        }
        return pending.due(faults);
    }
}
