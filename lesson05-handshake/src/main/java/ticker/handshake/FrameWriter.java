package ticker.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** Frames to bytes out: one frame is under way at most. Only a close frame may wait behind it, and is the last one. */
final class FrameWriter {
    private final ConduitStreamSinkChannel sink;
    private final Trace trace; // null when no trace is attached
    private ByteBuffer unsent; // what is left of the frame under way, or null
    private ByteBuffer waiting; // the close frame behind it, or null
    private long began; // when the frame under way did

    FrameWriter(ConduitStreamSinkChannel sink, Trace trace) {
        this.sink = sink;
        this.trace = trace;
    }

    /** Whether all frames have left. */
    boolean isIdle() {
        return unsent == null;
    }

    /** Sends a frame, or lets it wait for the one under way. The bytes may be shared: only their position changes. */
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

    /** Goes on: the network takes more. */
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

    /** Whether the frame under way has been so for longer than this. */
    boolean isStuck(long now, long timeout) {
        return !isIdle() && now - began > timeout;
    }

    /** Ends TCP in this direction. To end it in both could lose the close frame. */
    void end() throws IOException {
        sink.shutdownWrites();
        sink.flush();
    }
}
