package ticker.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Reads along what a client sends, before the library does. The library bounds the bytes of a message, but neither its frames
 * nor its time: empty frames without end, or a byte now and then, would be a message that never ends. Only the headers of
 * frames matter here (RFC 6455 §5.2). Lesson 5 takes such a header apart, field by field.
 */
final class IncomingFrames extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private static final int MIN_FRAMES = 100;
    private static final int BYTES_A_FRAME = 64;

    private final LongSupplier clock;
    private final int max;

    private final ByteBuffer header = ByteBuffer.allocate(14); // of the frame under way
    private long payload; // how many bytes of it are still to come
    private int frames; // of the message under way
    private long began; // when the message under way did, or the frame

    private IncomingFrames(StreamSourceConduit next, int maxMessage, LongSupplier clock) {
        super(next);
        this.max = Math.max(MIN_FRAMES, maxMessage / BYTES_A_FRAME);
        this.clock = clock;
    }

    /** Reads along from now on. */
    static IncomingFrames of(ConduitStreamSourceChannel source, int maxMessage, LongSupplier clock) {
        var frames = new IncomingFrames(source.getConduit(), maxMessage, clock);
        source.setConduit(frames);
        return frames;
    }

    /** How many frames a message may have: those of the longest one if each has 64 bytes, but at least 100. */
    int max() {
        return max;
    }

    /** Whether the message under way has more frames than a message may have. What still comes is then thrown away. */
    boolean areTooMany() {
        return frames > max;
    }

    /** Whether a message, or a frame, has been under way for longer than this. */
    boolean areLate(long now, long timeout) {
        return isInside() && now - began > timeout;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int start = to.position();
        int n = super.read(to);
        count(to.duplicate().flip().position(start));
        if (areTooMany()) {
            to.position(start);
            return Math.min(n, 0); // the end still counts
        }
        return n;
    }

    private void count(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !areTooMany()) {
            if (!isInside()) {
                began = clock.getAsLong();
            }
            if (header.position() < headerSize()) {
                readHeader(bytes.get());
            } else {
                skipPayload(bytes);
            }
            if (header.position() == headerSize() && payload == 0 && !areTooMany()) {
                endFrame();
            }
        }
    }

    private boolean isInside() {
        return header.position() > 0 || frames > 0;
    }

    private void readHeader(byte next) {
        header.put(next);
        if (header.position() == headerSize()) {
            payload = payloadSize();
            frames += isControl() ? 0 : 1;
        }
    }

    private int headerSize() {
        if (header.position() < 2) {
            return 2;
        }
        int length = header.get(1) & 127;
        int key = header.get(1) < 0 ? 4 : 0;
        return 2 + (length < 126 ? 0 : length == 126 ? 2 : 8) + key;
    }

    private long payloadSize() {
        int length = header.get(1) & 127;
        return length < 126 ? length : length == 126 ? header.getChar(2) : Math.max(0, header.getLong(2));
    }

    private void skipPayload(ByteBuffer bytes) {
        int n = (int) Math.min(payload, bytes.remaining());
        bytes.position(bytes.position() + n);
        payload -= n;
    }

    private void endFrame() {
        boolean isLast = header.get(0) < 0; // FIN
        if (isLast && !isControl()) {
            frames = 0;
        }
        header.clear();
    }

    /** Ping, pong and close may come between the frames of a message. */
    private boolean isControl() {
        return (header.get(0) & 8) != 0;
    }
}
