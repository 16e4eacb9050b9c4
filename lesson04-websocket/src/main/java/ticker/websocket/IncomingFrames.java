package ticker.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Counts the frames that a client sends, before the library reads them. The library limits the bytes of a message, but
 * neither its frames nor its time. So a client could send empty frames without end, or a byte now and then, and its message
 * would never end. Only the headers of frames matter here (RFC 6455 §5.2). Lesson 5 shows such a header field by field.
 */
final class IncomingFrames extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private static final int MIN_FRAMES = 100;
    private static final int BYTES_A_FRAME = 64;

    private final LongSupplier clock;
    private final int max;

    private final ByteBuffer header = ByteBuffer.allocate(14); // of the frame that is being read
    private long payload; // how many bytes of it are still to come
    private int frames; // of the message that is being read
    private long began; // when this message began, or a frame before it

    private IncomingFrames(StreamSourceConduit next, int maxMessage, LongSupplier clock) {
        super(next);
        this.max = Math.max(MIN_FRAMES, maxMessage / BYTES_A_FRAME);
        this.clock = clock;
    }

    /** Counts from now on. */
    static IncomingFrames of(ConduitStreamSourceChannel source, int maxMessage, LongSupplier clock) {
        var frames = new IncomingFrames(source.getConduit(), maxMessage, clock);
        source.setConduit(frames);
        return frames;
    }

    /** How many frames a message may have: one for each 64 bytes of the longest message, but at least 100. */
    int max() {
        return max;
    }

    /** Whether the message has more frames than a message may have. What still comes of it is then thrown away. */
    boolean areTooMany() {
        return frames > max;
    }

    /** Whether a message, or a frame, has taken longer than this so far. */
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
            return Math.min(n, 0); // nothing was read, but an end is still an end
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
