package ticker.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Sends one frame at a time. Only a close frame may wait until the frame before it has left, and it is the last one. */
final class FrameWriter {
    private final ConduitStreamSinkChannel sink;
    private final Trace trace; // null when no trace is attached
    private ByteBuffer unsent; // the rest of the frame that is being sent, or null
    private ByteBuffer waiting; // the close frame that comes next, or null
    private long began; // when the sending of the frame began

    FrameWriter(ConduitStreamSinkChannel sink, Trace trace) {
        this.sink = sink;
        this.trace = trace;
    }

    /** Whether all frames have left. */
    boolean isIdle() {
        return unsent == null;
    }

    /** Sends a frame, now or after the frame that is being sent. The bytes may be shared: only their position changes. */
    void write(ByteBuffer frame, long now) throws IOException {
        if (isIdle()) {
            begin(frame, now);
        } else {
            waiting = frame;
        }
    }

    private void begin(ByteBuffer frame, long now) throws IOException {
        if (trace != null) {
            trace.sent(frame);
        }
        began = now;
        flush(frame);
    }

    private void flush(ByteBuffer frame) throws IOException {
        sink.write(frame);
        if (frame.hasRemaining()) {
            unsent = frame.duplicate(); // other connections write the same bytes
            sink.resumeWrites();
        } else {
            unsent = null;
        }
    }

    /** Goes on when the network can take more bytes. */
    void resume(long now) throws IOException {
        if (!isIdle()) {
            flush(unsent);
        }
        if (isIdle() && waiting != null) {
            var close = waiting;
            waiting = null;
            begin(close, now);
        }
        if (isIdle()) {
            sink.suspendWrites();
        }
    }

    /** Whether a frame has not left for longer than this. */
    boolean isStuck(long now, long timeout) {
        return !isIdle() && now - began > timeout;
    }

    /** Ends TCP in this direction. If both directions ended at once, the close frame could be lost. */
    void end() throws IOException {
        sink.shutdownWrites();
        sink.flush();
    }
}
