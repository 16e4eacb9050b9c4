package ticker.longpolling;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
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
                hangUp();
            }
        } catch (IOException reset) {
            hangUp();
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
                connection().getOriginalSourceConduit().suspendReads(); // enough: TCP holds back the rest
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

    private void hangUp() {
        exchange.setPersistent(false); // else Undertow gives the closed connection a minute to send its next request
        IoUtils.safeClose(connection());
    }

    private HttpServerConnection connection() {
        return (HttpServerConnection) exchange.getConnection();
    }
}
