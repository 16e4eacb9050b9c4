package ticker.lab.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import ticker.lab.decode.Direction;

/**
 * What has arrived in one direction and has not yet left: in order, bounded, and held back as the faults say. Times are
 * nanoseconds of {@link System#nanoTime}.
 */
final class PendingBytes {
    /** How many pieces at most: one may be a single byte, and costs a hundred times as much memory. */
    static final int MAX_PIECES = 1024;

    /** When there is nothing to wait for. */
    static final long NEVER = Long.MAX_VALUE;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private record Piece(ByteBuffer bytes, long arrived) {}

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Direction direction;
    private final ResponseTracker responses;
    private int held;
    private int released; // so many bytes have been collected for long enough
    private boolean ended;
    private long end;

    /** Both directions of a connection have one tracker: what comes down depends on what was asked. */
    PendingBytes(Direction direction, ResponseTracker responses) {
        this.direction = direction;
        this.responses = responses;
    }

    /** How many bytes more may come. */
    int room() {
        return pieces.size() < MAX_PIECES ? Faults.CAPACITY - held : 0;
    }

    /** These bytes have arrived. They are not copied. */
    void add(ByteBuffer bytes, long now) {
        pieces.add(new Piece(bytes, now));
        responses.add(direction, bytes.duplicate());
        held += bytes.remaining();
    }

    /** No more will come. */
    void end(long now) {
        ended = true;
        end = now;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether nothing is held any more. */
    boolean isEmpty() {
        return held == 0;
    }

    /** Whether the end has been on its way for long enough. */
    boolean isEndDue(Faults faults, long now) {
        return now >= endDue(faults);
    }

    /** The bytes that may leave now, at least one of them, or none. */
    ByteBuffer next(Faults faults, long now) {
        var first = pieces.peek();
        if (first == null || faults.stall() || now - first.arrived < wait(faults)) {
            return NONE;
        }
        released = released > 0 ? released : held;
        var bytes = first.bytes.slice();
        return faults.piece() > 0 && faults.piece() < bytes.remaining() ? bytes.limit(faults.piece()) : bytes;
    }

    /** So many of the bytes that came next have left. */
    void left(int bytes) {
        var first = pieces.element().bytes;
        first.position(first.position() + bytes);
        held -= bytes;
        released = Math.max(0, released - bytes);
        if (!first.hasRemaining()) {
            pieces.remove();
        }
    }

    /** When the next bytes, or the end, may leave: a time that may have passed, or {@link #NEVER}. */
    long due(Faults faults) {
        if (faults.stall()) {
            return NEVER;
        }
        var first = pieces.peek();
        if (first != null) {
            long wait = wait(faults);
            return wait == NEVER ? NEVER : first.arrived + wait;
        }
        return endDue(faults);
    }

    /** When the end may leave, at the earliest, or {@link #NEVER}. */
    long endDue(Faults faults) {
        return ended && !faults.stall() ? end + delay(faults) : NEVER;
    }

    /** How long the first bytes have to wait in all. */
    private long wait(Faults faults) {
        if (released > 0 || isCollected(faults)) {
            return delay(faults);
        }
        return faults.bufferMillis() > 0 ? delay(faults) + MILLISECONDS.toNanos(faults.bufferMillis()) : NEVER;
    }

    private boolean isCollected(Faults faults) {
        if (direction == Direction.UP || faults.bufferBytes() + faults.bufferMillis() == 0) {
            return true;
        }
        boolean enough = faults.bufferBytes() > 0 && held >= faults.bufferBytes();
        return enough || room() == 0 || ended || responses.isWhole();
    }

    private long delay(Faults faults) {
        return MILLISECONDS.toNanos(direction == Direction.UP ? faults.delayUp() : faults.delayDown());
    }
}
