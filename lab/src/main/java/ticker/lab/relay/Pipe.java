package ticker.lab.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import ticker.lab.decode.Direction;

/** One direction of a connection: reads what arrives, and writes on what may leave. */
final class Pipe {
    private static final int TURN = 64; // writes in a row; then it is the turn of other connections

    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final SafeObserver witness;
    private final PendingBytes parcels;
    private boolean unfinished; // there is more to write as soon as the channel takes it
    private boolean reset; // by who speaks in this direction
    private boolean over;
    private boolean broken;

    Pipe(Direction direction, SocketChannel from, SocketChannel to, SafeObserver witness) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.witness = witness;
        this.parcels = new PendingBytes(direction);
    }

    /** Reads at most what there is room for: what then stays unread makes the sender wait. */
    void read(ByteBuffer scratch) {
        scratch.clear().limit(Math.min(scratch.capacity(), parcels.room()));
        try {
            int length = from.read(scratch);
            if (length > 0) {
                var bytes = ByteBuffer.allocate(length).put(scratch.flip()).flip();
                parcels.add(bytes, System.nanoTime());
            } else if (length < 0) {
                parcels.end(System.nanoTime());
            }
        } catch (IOException connectionReset) {
            reset = true;
            parcels.end(System.nanoTime());
        }
    }

    /** Writes what may leave now, and after the last byte the end. */
    void write(Faults faults) {
        try {
            flow(faults);
            if (!over && parcels.isEndDue(faults, System.nanoTime()) && (reset || parcels.isEmpty())) {
                end();
            }
        } catch (IOException receiverGone) {
            witness.ended(direction.opposite(), true);
            broken = true;
        }
    }

    private void flow(Faults faults) throws IOException {
        unfinished = false;
        for (int turn = 1; !unfinished; turn++) {
            var bytes = parcels.next(faults, System.nanoTime());
            if (!bytes.hasRemaining()) {
                return;
            }
            int length = to.write(bytes.duplicate());
            unfinished = length < bytes.remaining() || turn == TURN;
            if (length > 0) {
                parcels.left(length);
                witness.passed(direction, bytes.slice(0, length).asReadOnlyBuffer());
            }
        }
    }

    private void end() throws IOException {
        over = true;
        witness.ended(direction, reset);
        if (reset) {
            broken = true;
        } else {
            to.shutdownOutput();
        }
    }

    boolean wantsToRead(Faults faults) {
        return !parcels.isEnded() && parcels.room() > 0 && !faults.stall();
    }

    boolean wantsToWrite(Faults faults) {
        return unfinished && !faults.stall();
    }

    /** Whether the end has been passed on. */
    boolean isOver() {
        return over;
    }

    /** Whether one of the two ends is gone, without a goodbye: the other has to know. */
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
                    ? parcels.endDue(faults)
                    : PendingBytes.NEVER; // a reset does not wait for a receiver who is slow
        }
        return parcels.due(faults);
    }
}
