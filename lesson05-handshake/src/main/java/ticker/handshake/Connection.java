package ticker.handshake;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A connection after its handshake. Only its own I/O thread touches it. One write is in flight at most, and until it is
 * done nothing more is read: what a peer makes us say never heaps up here, it waits in the peer.
 */
final class Connection {
    private enum State {
        OPEN,
        CLOSING, // our close is said, theirs is not yet heard
        LEAVING, // nothing more is said; what comes is thrown away until the peer has hung up, too
        CLOSED
    }

    private static final Frame PING = Frame.of(Opcode.PING, ByteBuffer.allocate(0));

    private final StreamConnection channel;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Circle circle;
    private final Talk talk;
    private final Trace trace; // null when nobody looks
    private final Limits limits;
    private final FrameCodec codec;
    private final MessageAssembler assembler;
    private State state = State.OPEN;
    private ByteBuffer unread; // what came behind the frame whose answer is in flight, or null
    private ByteBuffer output; // the frame in flight, or null
    private Frame farewell; // the close frame that waits for it, or null
    private long outputBegan;
    private long messageBegan; // 0 between messages
    private long closeBegan;
    private long heard;
    private boolean pinged; // and not heard of since

    Connection(StreamConnection channel, Circle circle, Talk talk, Trace trace, Limits limits) {
        this.channel = channel;
        this.source = channel.getSourceChannel();
        this.sink = channel.getSinkChannel();
        this.circle = circle;
        this.talk = talk;
        this.trace = trace;
        this.limits = limits;
        this.codec = new FrameCodec(FrameCodec.Role.SERVER, limits.message());
        this.assembler = new MessageAssembler(limits.message());
    }

    void open() {
        heard = circle.now();
        source.setReadListener(readable -> read());
        sink.setWriteListener(writable -> carryOn());
        talk.opened(this);
        if (output == null) {
            source.wakeupReads(); // frames may have come together with the handshake
        }
    }

    /** Runs a task in this connection's thread after a while. */
    void later(Runnable task, long millis) {
        circle.later(task, millis);
    }

    /** Whether something may be sent now. */
    boolean isReady() {
        return state == State.OPEN && output == null;
    }

    void send(Frame frame) {
        write(codec.write(frame));
    }

    /** Sends a frame's bytes. */
    void write(ByteBuffer frame) {
        if (trace != null) {
            trace.sent(frame);
        }
        output = frame;
        outputBegan = circle.now();
        flush();
    }

    /** There may be something new to say. */
    void offer() {
        if (isReady()) {
            talk.ready(this);
        }
    }

    /** Begins the close handshake (§7.1.2). */
    void close(int code, String sentence) {
        if (state == State.OPEN) {
            leave(State.CLOSING, new CloseReason(code, sentence));
        }
    }

    private void leave(State next, CloseReason reason) {
        state = next;
        closeBegan = circle.now();
        if (output == null) {
            send(reason.frame());
        } else {
            farewell = reason.frame();
        }
    }

    // ---- Bytes out ----

    private void flush() {
        try {
            sink.write(output);
            if (output.hasRemaining()) {
                source.suspendReads();
                sink.resumeWrites();
            } else {
                output = null;
                written();
            }
        } catch (IOException gone) {
            hangUp();
        }
    }

    private void written() throws IOException {
        if (farewell != null) {
            var last = farewell;
            farewell = null;
            send(last);
        } else if (state == State.LEAVING) {
            // §7.1.1: the server closes TCP first. It closes its half: closing all at once could lose the close frame.
            sink.shutdownWrites();
            sink.flush();
        }
    }

    /** The network takes more: goes on with the frame in flight, then with what came meanwhile, then with what is new. */
    private void carryOn() {
        if (output != null) {
            flush();
        }
        if (output != null || state == State.CLOSED) {
            return;
        }
        sink.suspendWrites();
        if (unread != null) {
            take(unread);
        }
        offer();
        if (output == null && state != State.CLOSED) {
            source.resumeReads();
        }
    }

    // ---- Bytes in ----

    private void read() {
        if (output != null) {
            return; // this event was under way when reading was suspended
        }
        try {
            var in = circle.buffer();
            if (source.read(in) < 0) {
                hangUp();
                return;
            }
            heard = circle.now();
            pinged = false;
            take(in.flip());
        } catch (IOException gone) {
            hangUp();
        }
    }

    /** Takes frames until there are no more, or until an answer can't leave at once. */
    private void take(ByteBuffer in) {
        try {
            while (in.hasRemaining() && output == null && (state == State.OPEN || state == State.CLOSING)) {
                takeFrame(in);
            }
        } catch (ProtocolException broken) {
            fail(broken);
        } catch (IOException gone) {
            hangUp();
        }
        unread = in.hasRemaining() && output != null ? copy(in) : null;
        if (!codec.isInsideFrame() && !assembler.isInsideMessage()) {
            messageBegan = 0;
        } else if (messageBegan == 0) {
            messageBegan = circle.now();
        }
    }

    /** After a broken rule nothing more can be understood (§7.1.7). */
    private void fail(ProtocolException broken) {
        if (state == State.OPEN) {
            leave(State.LEAVING, new CloseReason(broken.code(), broken.getMessage()));
        } else {
            hangUp(); // our close is said already
        }
    }

    private void takeFrame(ByteBuffer in) throws ProtocolException, IOException {
        int from = in.position();
        var frame = codec.read(in);
        if (trace != null) {
            trace.received(in.slice(from, in.position() - from), frame != null);
        }
        if (frame == null) {
            look(codec.part());
        } else {
            handle(frame);
        }
    }

    private void look(Frame part) throws ProtocolException {
        if (part != null && !part.opcode().isControl()) {
            assembler.look(part);
        }
    }

    // ---- Frames ----

    private void handle(Frame frame) throws ProtocolException, IOException {
        switch (frame.opcode()) {
            case PING -> pong(frame);
            case PONG -> {} // that it was heard is all there is to it
            case CLOSE -> answer(CloseReason.of(frame));
            default -> hear(assembler.add(frame));
        }
    }

    private void pong(Frame ping) {
        if (isReady()) {
            send(Frame.of(Opcode.PONG, ping.payload()));
        }
    }

    private void answer(CloseReason theirs) throws IOException {
        if (state == State.OPEN) {
            leave(State.LEAVING, theirs);
        } else {
            state = State.LEAVING;
            written();
        }
    }

    private void hear(Frame message) {
        if (message != null) {
            messageBegan = 0;
            if (isReady()) {
                talk.heard(this, message);
            }
        }
    }

    // ---- Time ----

    /** Looks whether a peer has been waited for too long. */
    void tick(long now) {
        long patience = MILLISECONDS.toNanos(limits.patience());
        boolean stuck = output != null && now - outputBegan > patience;
        boolean deaf = state != State.OPEN && now - closeBegan > patience;
        if (stuck || deaf) {
            hangUp();
        } else if (messageBegan != 0 && now - messageBegan > patience) {
            close(1008, "A message must be complete within %d ms.".formatted(limits.patience()));
        } else if (isReady() && now - heard > MILLISECONDS.toNanos(limits.heartbeat())) {
            ping(now);
        }
    }

    private void ping(long now) {
        if (pinged) {
            hangUp(); // nothing came back
        } else {
            pinged = true;
            heard = now;
            send(PING);
        }
    }

    private void hangUp() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            output = null;
            unread = null;
            IoUtils.safeClose(channel);
            circle.leave(this);
            talk.closed();
        }
    }

    private static ByteBuffer copy(ByteBuffer in) {
        return ByteBuffer.allocate(in.remaining()).put(in).flip();
    }
}
