package ticker.websocket;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * One session: its subscription, its cursor, and at most one message on its way. When that one has left, the server sends
 * the newest prices. So a slow client is sent fewer prices, never an old one, and no queue grows. But a message that has left
 * may wait in the socket buffers until the client reads it, and gets old there, unless the client has a {@link Window}.
 *
 * <pre>
 * IDLE ── send ──> HANDING_OVER ── has left at once ──────────────> IDLE
 *                       └── not yet ──> ON_ITS_WAY ── has left ──> IDLE        any of them ── close ──> CLOSING
 * </pre>
 */
final class QuotesSession extends Subscriber {
    // After so many milliseconds without a message an empty one is sent. It shows that the server is not dead.
    static final long KEEP_ALIVE = 5_000;

    private enum State {
        /** No message is on its way. */
        IDLE,
        /** The socket is taking one. In most cases it leaves at once, and {@link #left} is called within that call. */
        HANDING_OVER,
        /** One waits until the client has read what was sent before. */
        ON_ITS_WAY,
        /** One side has sent a close frame: nothing more is sent. */
        CLOSING
    }

    private final UndertowSession session;
    private final WebSocketChannel channel;
    private final FilteredQuotes quotes;
    private final ThreadLocal<Encoder> encoder;
    private final BooleanSupplier halted;
    private final Subscribers subscribers;
    private final Options options;
    private final Heartbeat heartbeat;
    private final RateLimit rate;
    private final IncomingFrames incoming;
    private final Window window = new Window();
    private final Queue<Reply> replies = new ArrayDeque<>(); // no longer than maxRate × sendTimeout allows

    private State state = State.IDLE;
    private long since; // when the state began
    private Subscription subscription = Subscription.NOTHING;
    private long cursor;
    private boolean evenIfEmpty; // the next quotes are sent even when nothing is newer
    private boolean toldHalted;

    QuotesSession(
            UndertowSession session,
            FilteredQuotes quotes,
            ThreadLocal<Encoder> encoder,
            BooleanSupplier halted,
            Subscribers subscribers,
            Options options) {
        this.session = session;
        this.channel = session.getWebSocketChannel();
        this.quotes = quotes;
        this.encoder = encoder;
        this.halted = halted;
        this.subscribers = subscribers;
        this.options = options;
        this.since = subscribers.now();
        this.heartbeat = new Heartbeat(since);
        this.rate = new RateLimit(options.maxRate(), since);
        this.incoming =
                IncomingFrames.of(TcpConnection.of(session).getSourceChannel(), options.maxMessage(), subscribers::now);
    }

    @Override
    void start() {
        channel.addCloseTask(closed -> subscribers.remove(this));
        if (channel.isOpen()) {
            catchUp();
        } else { // listen first, look second: it was closed before, and the container has not noticed it
            subscribers.remove(this);
            goodbye();
        }
    }

    void subscribe(List<String> symbols, long after, int windowSize) {
        subscription = subscription.with(symbols);
        cursor = after;
        window.open(windowSize);
        evenIfEmpty = true; // so that the client knows that it has missed nothing
        catchUp();
    }

    void unsubscribe(List<String> symbols) {
        subscription = subscription.without(symbols);
    }

    /** Any thread may call. */
    void reply(Reply reply) {
        group.run(() -> {
            replies.add(reply);
            catchUp();
        });
    }

    /** Sends what is due, each message when the one before has left. */
    @Override
    void catchUp() {
        for (ByteBuffer next; state == State.IDLE && (next = next()) != null; ) {
            send(next);
        }
    }

    /** The next message, or null. Replies come first, since each of them counts. Of the quotes only the newest count. */
    private ByteBuffer next() {
        if (toldHalted != halted.getAsBoolean()) {
            toldHalted = !toldHalted;
            replies.add(new Reply.Halt(toldHalted));
        }
        if (!replies.isEmpty()) {
            return encoder.get().message(replies.remove());
        }
        var newer = newer();
        cursor = newer.seq();
        if (newer.quotes().isEmpty() && !evenIfEmpty) {
            return null;
        }
        evenIfEmpty = false;
        window.send(newer);
        return encoder.get().message(newer);
    }

    /** The quotes that are newer than the cursor. None, while the client must first say what it has seen. */
    private Quotes newer() {
        return window.isFull() ? new Quotes(cursor, List.of(), false) : quotes.after(cursor, subscription);
    }

    /** Jakarta's own method, getAsyncRemote(), takes only a String, and would encode it for every session again. */
    private void send(ByteBuffer message) {
        enter(State.HANDING_OVER);
        WebSockets.sendText(message, channel, LEFT, this);
        if (state == State.HANDING_OVER) {
            state = State.ON_ITS_WAY;
        }
    }

    private static final WebSocketCallback<QuotesSession> LEFT = new WebSocketCallback<>() {
        @Override
        public void complete(WebSocketChannel channel, QuotesSession session) {
            session.left(null);
        }

        @Override
        public void onError(WebSocketChannel channel, QuotesSession session, Throwable failure) {
            session.left(failure);
        }
    };

    private void left(Throwable failure) {
        if (failure != null) {
            session.forceClose();
        } else if (state == State.HANDING_OVER) {
            enter(State.IDLE); // and catchUp, which is still running, goes on
        } else if (state == State.ON_ITS_WAY) {
            enter(State.IDLE);
            catchUp();
        }
    }

    private void enter(State next) {
        state = next;
        since = subscribers.now();
    }

    // ---- Deeper: limits, silence, and the end ----

    /**
     * The client has seen quotes: there is room for newer ones. Returns whether that was new. It can be new no more often than
     * quotes were sent, so it needs no other limit.
     */
    boolean see(long seq) {
        boolean isNew = window.see(seq);
        catchUp();
        return isNew;
    }

    void checkSent(long seq) throws Refusal {
        window.checkSent(seq);
    }

    /** Counts a message of the client. Too many in a second end the session. */
    boolean admit() {
        if (!rate.admits(subscribers.now())) {
            close(CloseCodes.TRY_AGAIN_LATER, String.format(ROOT, "At most %d messages a second.", options.maxRate()));
        }
        return state != State.CLOSING;
    }

    void pong() {
        heartbeat.pong(subscribers.now());
    }

    /** Cuts a connection that is stalled or dead, sends pings, and sends a keep-alive after a silence. */
    @Override
    void check(long now) {
        boolean stalled = state != State.IDLE && now - since >= options.sendTimeout();
        if (stalled || heartbeat.isDead(now)) {
            session.forceClose();
        } else if (incoming.areTooMany()) {
            close(
                    CloseCodes.VIOLATED_POLICY,
                    String.format(ROOT, "A message has at most %d frames here.", incoming.max()));
        } else if (incoming.areLate(now, options.timeout())) {
            close(
                    CloseCodes.VIOLATED_POLICY,
                    String.format(ROOT, "A message must be complete within %d ms.", options.timeout()));
        } else if (state != State.CLOSING) {
            if (heartbeat.ping(now)) {
                WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
            }
            if (now - since >= KEEP_ALIVE) {
                evenIfEmpty = true;
                catchUp();
            }
        }
    }

    @Override
    void goodbye() {
        close(CloseCodes.GOING_AWAY, "");
    }

    /** Closes because of our fault. No check follows, so this also cuts a connection that the client leaves open. */
    @Override
    void abort() {
        close(CloseCodes.UNEXPECTED_CONDITION, "The server has a fault.");
        try {
            channel.getIoThread().executeAfter(session::forceClose, options.sendTimeout(), MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            session.forceClose();
        }
    }

    void close(CloseCode code, String reason) {
        if (state != State.CLOSING) {
            enter(State.CLOSING);
            try {
                session.close(new CloseReason(code, reason));
            } catch (IOException gone) {
                session.forceClose();
            }
        }
    }

    /** The client has sent a close frame, or has gone. Any thread may call. */
    void closed() {
        group.run(() -> {
            if (state != State.CLOSING) { // else the time of our own close frame counts
                enter(State.CLOSING);
            }
        });
    }
}
