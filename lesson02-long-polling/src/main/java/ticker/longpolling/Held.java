package ticker.longpolling;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A request that waits, with its cursor, since a time of {@link System#nanoTime()}. Undertow does not read from a client
 * whose answer is due, so it would not notice that a waiting one has left: this does.
 */
final class Held implements ChannelListener<ConduitStreamSourceChannel> {
    private final HttpServerExchange exchange;
    private final long cursor;
    private final long since;

    Held(HttpServerExchange exchange, long cursor, long since) {
        this.exchange = exchange;
        this.cursor = cursor;
        this.since = since;
    }

    HttpServerExchange exchange() {
        return exchange;
    }

    long cursor() {
        return cursor;
    }

    long since() {
        return since;
    }

    /** Begins to notice whether the client leaves. When the exchange is complete, Undertow takes over again. */
    void watch() {
        connection().getChannel().getSourceChannel().setReadListener(this);
        connection().getOriginalSourceConduit().resumeReads();
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel channel) {
        try {
            if (readAhead() < 0) {
                IoUtils.safeClose(connection());
            }
        } catch (IOException reset) {
            IoUtils.safeClose(connection());
        }
    }

    /** The end of the input can be seen only by reading. What comes before it belongs to the next request: it is kept. */
    private int readAhead() throws IOException {
        var ahead = connection().getExtraBytes();
        if (ahead == null) {
            ahead = connection().getByteBufferPool().allocate();
            ahead.getBuffer().limit(0);
            connection().setExtraBytes(ahead);
        }
        var buffer = ahead.getBuffer();
        buffer.compact();
        int read = connection().getOriginalSourceConduit().read(buffer);
        if (!buffer.hasRemaining()) {
            connection().getOriginalSourceConduit().suspendReads(); // enough: TCP holds back the rest
        }
        buffer.flip();
        return read;
    }

    private HttpServerConnection connection() {
        return (HttpServerConnection) exchange.getConnection();
    }
}
