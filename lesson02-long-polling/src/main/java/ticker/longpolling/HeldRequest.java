package ticker.longpolling;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A request that is held, with its cursor. It gets one response: with news, or without news when its hold time is over.
 * Meanwhile Undertow does not read from its connection, and would not notice that the client has left. This class does.
 */
final class HeldRequest extends Subscriber implements ChannelListener<ConduitStreamSourceChannel> {
    private final HttpServerExchange exchange;
    private final QuotesHandler quotes;
    private final Subscribers subscribers;
    private final long cursor;
    private final long end;

    HeldRequest(HttpServerExchange exchange, QuotesHandler quotes, Subscribers subscribers, long cursor, long end) {
        this.exchange = exchange;
        this.quotes = quotes;
        this.subscribers = subscribers;
        this.cursor = cursor;
        this.end = end;
    }

    @Override
    void start() {
        exchange.addExchangeCompleteListener((done, next) -> {
            subscribers.remove(this);
            next.proceed();
        });
        watch();
        catchUp();
    }

    @Override
    void catchUp() {
        if (quotes.hasNews(cursor)) {
            end(() -> quotes.respond(exchange, cursor));
        }
    }

    @Override
    void check(long now) {
        if (now >= end) {
            end(() -> quotes.respond(exchange, cursor));
        }
    }

    @Override
    void goodbye() {
        exchange.setPersistent(false);
        end(() -> QuotesHandler.unavailable(exchange, "The server is stopping."));
    }

    @Override
    void abort() {
        IoUtils.safeClose(connection());
    }

    /** Leaves its group before the response starts. To a slow client it takes a while, and it must not start twice. */
    private void end(Runnable response) {
        subscribers.remove(this);
        response.run();
        Guards.limit(exchange);
    }

    // ---- Deeper: a client that leaves ----

    /** Reads from the connection, to notice when the client leaves. After this exchange Undertow reads again. */
    private void watch() {
        connection().getChannel().getSourceChannel().setReadListener(this);
        connection().getOriginalSourceConduit().resumeReads();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel channel) {
        try {
            if (readAhead() < 0) {
                abort();
            }
        } catch (IOException reset) {
            abort();
        }
    }

    /** The end of the input can be seen only by reading. What comes before it belongs to the next request: it is kept. */
    private int readAhead() throws IOException {
        var buffer = extraBytes();
        buffer.compact();
        try {
            return connection().getOriginalSourceConduit().read(buffer);
        } finally {
            if (!buffer.hasRemaining()) {
                connection().getOriginalSourceConduit().suspendReads(); // it is full: TCP holds back the rest
            }
            buffer.flip();
        }
    }

    /** What Undertow has read already, or an empty buffer for it. */
    private ByteBuffer extraBytes() {
        if (connection().getExtraBytes() == null) {
            var empty = connection().getByteBufferPool().allocate();
            empty.getBuffer().limit(0);
            connection().setExtraBytes(empty);
            return empty.getBuffer();
        }
        return connection().getExtraBytes().getBuffer();
    }

    private HttpServerConnection connection() {
        return (HttpServerConnection) exchange.getConnection();
    }
}
