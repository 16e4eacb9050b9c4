package ticker.websocket;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.jsr.UndertowSession;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.XnioIoThread;

/**
 * One session: what it wants, how far it has read, and the one message that is on its way. When that has left, the
 * session gets what is newest by then; so a slow one gets fewer prices, never older ones, and no queue grows.
 */
final class Subscriber {
    static final long PING = 20_000;
    static final long PATIENCE = 40_000;
    static final long BEAT = 5_000; // an empty message after so long a silence, so that a page can tell quiet from dead

    private static final Logger LOG = Logger.getLogger(Subscriber.class.getName());

    private final UndertowSession session;
    private final WebSocketChannel channel;
    private final Broadcast broadcast;
    private final Options options;
    private final Queue<Reply> replies = new ArrayDeque<>(); // no longer than maxRate × sendTimeout allows

    private Subscription subscription = Subscription.NOTHING;
    private long cursor;
    private boolean toldHalted;
    private boolean asked; // a subscribe is answered, even when nothing is newer
    private boolean pumping;
    private boolean sending;
    private boolean closing;
    private long sent; // when the last message was handed over
    private long pinged;
    private long ponged;
    private long second; // when the second began in which the messages are counted
    private int received;

    Subscriber(UndertowSession session, Broadcast broadcast, Options options) {
        this.session = session;
        this.channel = session.getWebSocketChannel();
        this.broadcast = broadcast;
        this.options = options;
        this.sent = this.pinged = this.ponged = this.second = broadcast.now();
    }

    /** Starts to take part, until the connection has ended. */
    void join() {
        XnioIoThread thread = channel.getIoThread();
        broadcast.join(thread, this);
        channel.addCloseTask(closed -> broadcast.leave(thread, this));
    }

    void subscribe(List<String> symbols, long after) {
        subscription = subscription.with(symbols);
        cursor = after;
        asked = true;
        pump();
    }

    void unsubscribe(List<String> symbols) {
        subscription = subscription.without(symbols);
    }

    void reply(Reply reply) {
        replies.add(reply);
        pump();
    }

    /** Any thread. */
    void answer(Reply reply) {
        var thread = channel.getIoThread();
        if (Thread.currentThread() == thread) {
            reply(reply);
        } else {
            Broadcast.run(() -> thread.execute(() -> reply(reply)));
        }
    }

    /** Sends what is due, one message after the other has left. */
    void pump() {
        if (pumping) {
            return; // a message that left at once reports so from within its sending
        }
        pumping = true;
        try {
            while (!sending && !closing && next()) {}
        } finally {
            pumping = false;
        }
    }

    private boolean next() {
        if (toldHalted != broadcast.isHalted()) {
            toldHalted = !toldHalted;
            replies.add(new Reply.Halt(toldHalted));
        }
        if (!replies.isEmpty()) {
            begin();
            session.getAsyncRemote().sendObject(replies.poll(), result -> end(result.getException()));
            return true;
        }
        var quotes = broadcast.newer(cursor, subscription);
        cursor = quotes.seq();
        if (quotes.quotes().isEmpty() && !asked) {
            return false;
        }
        asked = false;
        send(quotes);
        return true;
    }

    // getAsyncRemote().sendText(String) would encode the text again for every session. This sends the bytes they share.
    private void send(Quotes quotes) {
        begin();
        WebSockets.sendText(ByteBuffer.wrap(quotes.json()), channel, sentQuotes);
    }

    private final WebSocketCallback<Void> sentQuotes = new WebSocketCallback<>() {
        @Override
        public void complete(WebSocketChannel channel, Void context) {
            end(null);
        }

        @Override
        public void onError(WebSocketChannel channel, Void context, Throwable failure) {
            end(failure);
        }
    };

    private void begin() {
        sending = true;
        sent = broadcast.now();
    }

    private void end(Throwable failure) {
        sending = false;
        if (failure == null) {
            pump();
        } else {
            session.forceClose();
        }
    }

    /** Counts a message of the client. Too many in a second end the session. */
    boolean admit() {
        long now = broadcast.now();
        if (now - second >= 1000) {
            second = now;
            received = 0;
        }
        received++;
        if (received > options.maxRate()) {
            close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "At most %d messages a second.".formatted(options.maxRate()));
        }
        return !closing;
    }

    void pong() {
        ponged = broadcast.now();
    }

    /** Looks at the time: cuts a session that is stalled or dead, asks whether it lives, breaks a silence. */
    void check() {
        long now = broadcast.now();
        boolean stalled = (sending || closing) && now - sent >= options.sendTimeout();
        if (stalled || now - ponged >= PATIENCE) {
            session.forceClose();
        } else if (!closing) {
            if (now - pinged >= PING) {
                ping(now);
            }
            if (!sending && now - sent >= BEAT) {
                asked = true;
                pump();
            }
        }
    }

    private void ping(long now) {
        pinged = now;
        WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }

    /** Ends the session because of a fault of ours. */
    void fail(Throwable fault) {
        LOG.log(Level.SEVERE, "A session had to be ended", fault);
        close(CloseReason.CloseCodes.UNEXPECTED_CONDITION, "The server has a fault.");
    }

    void close(CloseCode code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        sent = broadcast.now();
        try {
            session.close(new CloseReason(code, reason));
        } catch (IOException gone) {
            session.forceClose();
        }
    }

    /** The client has said goodbye, or is gone. */
    void closed() {
        closing = true;
    }
}
