package ticker.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Bytes in to frames: single control frames, and messages put together from their fragments. */
final class FrameReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ConduitStreamSourceChannel source;
    private final ReadBuffer buffer;
    private final Trace trace; // null when no trace is attached
    private final FrameCodec codec;
    private final MessageAssembler assembler;
    private ByteBuffer unread = NOTHING; // what has come, and is no frame yet
    private long began; // when the message under way did, or the frame

    FrameReader(ConduitStreamSourceChannel source, ReadBuffer buffer, Trace trace, int maxMessage) {
        this.source = source;
        this.buffer = buffer;
        this.trace = trace;
        this.codec = new FrameCodec(FrameCodec.Role.SERVER, maxMessage);
        this.assembler = new MessageAssembler(maxMessage);
    }

    /** Reads what has come. False at the end of the connection. */
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

    /** The buffer is shared, and the next connection reads into it: keeps what is left. */
    void keepRest() {
        unread = unread.hasRemaining() ? copy(unread) : NOTHING;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Throws away what is left. */
    void discardRest() {
        unread = NOTHING;
    }

    /** Whether a message, or a frame, has been under way for longer than this. */
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
