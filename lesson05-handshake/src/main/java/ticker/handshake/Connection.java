package ticker.handshake;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * The server's end of a WebSocket, after the handshake. It sends one frame at a time, and reads nothing more until this
 * frame has left. So responses never accumulate here, however much a client asks for: its next frames wait in the client.
 *
 * <pre>
 *           we close               they close, too              they end TCP
 *  OPEN ───────────────> CLOSING ───────────────────> DRAINING ──────────────> CLOSED
 *   │                                                    ↑
 *   └── they close, or break a rule: we close, too ──────┘
 * </pre>
 *
 * From each state the end of TCP, or a time-out, leads to CLOSED. RFC 6455 §7.1.3 calls both states in the middle CLOSING.
 */
final class Connection extends Subscriber {
    private enum State {
        OPEN,
        /** Our close frame is sent, and theirs has not come. */
        CLOSING,
        /** No more frames: the server has ended TCP in its direction, and ignores the bytes that still come. */
        DRAINING,
        CLOSED
    }

    private static final Frame PING = Frame.of(Opcode.PING, ByteBuffer.allocate(0));

    private final StreamConnection channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Endpoint endpoint;
    private final Subscribers subscribers;
    private final Options options;
    private State state = State.OPEN;
    private long closeBegan;
    private long heard; // when the last bytes came
    private boolean pinged; // a ping is sent, and nothing has come since

    Connection(
            StreamConnection channel,
            ReadBuffer buffer,
            Endpoint endpoint,
            Trace trace,
            Subscribers subscribers,
            Options options) {
        this.channel = channel;
        this.reader = new FrameReader(channel.getSourceChannel(), buffer, trace, options.maxMessage());
        this.writer = new FrameWriter(channel.getSinkChannel(), trace);
        this.endpoint = endpoint;
        this.subscribers = subscribers;
        this.options = options;
    }

    @Override
    void start() {
        listen();
        catchUp();
    }

    private void listen() {
        heard = subscribers.now();
        channel.getSourceChannel().setReadListener(source -> readable());
        channel.getSinkChannel().setWriteListener(sink -> writable());
        channel.getSourceChannel().wakeupReads(); // frames may have come together with the handshake
    }

    @Override
    void catchUp() {
        if (isReady()) {
            endpoint.catchUp(this);
        }
    }

    /** Whether a frame may be sent now. */
    boolean isReady() {
        return state == State.OPEN && writer.isIdle();
    }

    void send(Frame frame) {
        write(FrameCodec.unmasked(frame));
    }

    /** Sends a frame that is encoded already. */
    void write(ByteBuffer frame) {
        try {
            writer.write(frame, subscribers.now());
            written();
        } catch (IOException gone) {
            abort();
        }
    }

    private void written() throws IOException {
        if (!writer.isIdle()) {
            reader.pause();
        } else if (state == State.DRAINING) {
            writer.end(); // §7.1.1: the server ends TCP first
        }
    }

    /** The network can take more bytes: the rest of the frame, then replies to frames that came meanwhile, then new prices. */
    private void writable() {
        if (state == State.CLOSED) {
            return;
        }
        try {
            writer.resume(subscribers.now());
            written();
            if (writer.isIdle()) {
                handleFrames();
                catchUp();
            }
            if (writer.isIdle() && state != State.CLOSED) {
                reader.resume();
            }
        } catch (IOException gone) {
            abort();
        }
    }

    private void readable() {
        if (state == State.CLOSED) {
            return;
        }
        try {
            if (!writer.isIdle()) {
                reader.pause(); // this event was queued before the pause
            } else if (reader.read()) {
                heard = subscribers.now();
                pinged = false;
                handleFrames();
            } else {
                abort();
            }
        } catch (IOException gone) {
            abort();
        }
    }

    /** Handles frames until more bytes must come, or until the reply to a frame can't leave at once. */
    private void handleFrames() throws IOException {
        try {
            for (var frame = nextFrame(); frame != null; frame = nextFrame()) {
                handle(frame);
            }
        } catch (ProtocolException broken) {
            fail(broken);
        }
        if (takesFrames()) {
            reader.keepRest();
        } else {
            reader.discardRest();
        }
    }

    private Frame nextFrame() throws ProtocolException {
        return takesFrames() && writer.isIdle() ? reader.next(subscribers.now()) : null;
    }

    private boolean takesFrames() {
        return state == State.OPEN || state == State.CLOSING;
    }

    private void handle(Frame frame) throws ProtocolException, IOException {
        switch (frame.opcode()) {
            case PONG -> {} // it shows that the peer is alive: readable() has noted the time
            case CLOSE -> closed(CloseReason.of(frame));
            case PING -> {
                if (isReady()) {
                    send(Frame.of(Opcode.PONG, frame.payload()));
                }
            }
            default -> {
                if (isReady()) {
                    endpoint.onMessage(this, frame);
                }
            }
        }
    }

    // ---- The closing handshake ----

    /** Begins the closing handshake (§7.1.2). */
    void close(int code, String reason) {
        if (state == State.OPEN) {
            close(State.CLOSING, new CloseReason(code, reason));
        }
    }

    private void close(State next, CloseReason reason) {
        state = next;
        closeBegan = subscribers.now();
        send(reason.frame());
    }

    /** The close frame of the peer has come. It gets a reply, unless it is itself the reply to ours. */
    private void closed(CloseReason theirs) throws IOException {
        if (state == State.OPEN) {
            close(State.DRAINING, theirs);
        } else {
            state = State.DRAINING;
            written();
        }
    }

    /** After a broken rule the next bytes have no meaning any more (§7.1.7). */
    private void fail(ProtocolException broken) {
        if (state == State.OPEN) {
            close(State.DRAINING, new CloseReason(broken.code(), broken.getMessage()));
        } else {
            abort(); // our close is sent already
        }
    }

    @Override
    void goodbye() {
        listen(); // a connection that comes while the server stops has not started
        close(1001, "The server stops.");
    }

    @Override
    void abort() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            IoUtils.safeClose(channel);
            subscribers.remove(this);
        }
    }

    // ---- Deeper: what must not take too long ----

    @Override
    void check(long now) {
        boolean unanswered = state != State.OPEN && now - closeBegan > options.timeout();
        if (unanswered || writer.isStuck(now, options.timeout())) {
            abort();
        } else if (reader.isLate(now, options.timeout())) {
            close(
                    CloseReason.POLICY_VIOLATION,
                    String.format(ROOT, "A message must be complete within %d ms.", options.timeout()));
        } else if (isReady() && now - heard > options.heartbeat()) {
            ping(now);
        }
        if (isReady()) {
            endpoint.check(this, now);
        }
    }

    private void ping(long now) {
        if (pinged) {
            abort(); // nothing came back
        } else {
            pinged = true;
            heard = now;
            send(PING);
        }
    }
}
