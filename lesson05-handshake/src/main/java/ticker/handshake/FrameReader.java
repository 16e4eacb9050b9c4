package ticker.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Makes frames of the bytes that come in: control frames, and messages that are put together from their fragments. */
final class FrameReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ConduitStreamSourceChannel source;
    private final ReadBuffer buffer;
    private final Trace trace; // null when no trace is attached
    private final FrameCodec codec;
    private final MessageAssembler assembler;
    private ByteBuffer unread = NOTHING; // bytes that have come, and are no frame yet
    private long began; // when the message began that is not complete, or the frame

    FrameReader(ConduitStreamSourceChannel source, ReadBuffer buffer, Trace trace, int maxMessage) {
        this.source = source;
        this.buffer = buffer;
        this.trace = trace;
        this.codec = new FrameCodec(FrameCodec.Role.SERVER, maxMessage);
        this.assembler = new MessageAssembler(maxMessage);
    }

    /** Reads the bytes that have come. Returns false at the end of the connection. */
    boolean read() throws IOException {
        unread = buffer.read(source);
        return unread != null;
    }

    /** Returns the next control frame or whole message, or null: more must come. A ProtocolException is a broken rule. */
    Frame next(long now) throws ProtocolException {
        while (unread.hasRemaining()) {
            if (!isInside()) {
                began = now;
            }
            var whole = whole(nextFrame());
            if (whole != null) {
                return whole;
            }
        }
        return null;
    }

    private Frame nextFrame() throws ProtocolException {
        int from = unread.position();
        var frame = codec.read(unread);
        if (trace != null) {
            trace.received(unread.slice(from, unread.position() - from), frame != null);
        }
        return frame;
    }

    private Frame whole(Frame frame) throws ProtocolException {
        if (frame == null) {
            lookAtPart();
            return null;
        }
        return frame.opcode().isControl() ? frame : assembler.add(frame);
    }

    private void lookAtPart() throws ProtocolException {
        var part = codec.part();
        if (part != null && !part.opcode().isControl()) {
            assembler.look(part);
        }
    }

    /** Keeps the bytes that are left: the buffer is shared, and the next connection reads into it. */
    void keepRest() {
        unread = unread.hasRemaining() ? copy(unread) : NOTHING;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Forgets the bytes that are left. */
    void discardRest() {
        unread = NOTHING;
    }

    /** Whether a message, or a frame, has not been complete for longer than this. */
    boolean isLate(long now, long timeout) {
        return isInside() && now - began > timeout;
    }

    private boolean isInside() {
        return codec.isInsideFrame() || assembler.isInsideMessage();
    }

    void pause() {
        source.suspendReads();
    }

    void resume() {
        source.resumeReads();
    }
}
