package ticker.streaming;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One response that never ends: the reader's cursor, and at most one write under way. While that write is not done
 * nothing is kept for the reader; when it is done, the reader gets what is newest then. Only its own I/O thread touches
 * it.
 */
final class Stream {
    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final Feed feed;
    private final LongSupplier clock;
    private long cursor;
    private ByteBuffer unsent; // what is left of the write under way
    private long progress; // when the reader last took something

    Stream(HttpServerExchange exchange, Feed feed, LongSupplier clock, long cursor) {
        this.exchange = exchange;
        this.channel = exchange.getResponseChannel();
        this.feed = feed;
        this.clock = clock;
        this.cursor = cursor;
        this.progress = clock.getAsLong();
    }

    void start() {
        channel.getWriteSetter().set(writable -> writable());
        listen();
        write(ByteBuffer.wrap(feed.format().opening()));
        catchUp();
    }

    /** Sends what is newer than the cursor, if the last write is done. */
    void catchUp() {
        if (unsent != null) {
            return;
        }
        var quotes = feed.after(cursor);
        if (!quotes.quotes().isEmpty()) {
            cursor = quotes.seq();
            write(feed.message(quotes).duplicate());
        }
    }

    /** Sends a sign of life if nothing was sent for long, and drops a reader who took nothing for long. */
    void check(Limits limits) {
        long idle = clock.getAsLong() - progress;
        if (unsent == null && idle >= limits.keepAlive()) {
            write(ByteBuffer.wrap(feed.format().keepAlive()));
        } else if (unsent != null && idle >= limits.stall()) {
            drop();
        }
    }

    /** Ends the response as HTTP wants it, unless that would have to wait for the reader. */
    void end() {
        if (unsent == null) {
            exchange.setPersistent(false);
            exchange.endExchange();
        } else {
            drop();
        }
    }

    private void write(ByteBuffer message) {
        unsent = message;
        carryOn();
    }

    private void carryOn() {
        long now = clock.getAsLong();
        try {
            if (channel.write(unsent) > 0) {
                progress = now;
            }
            if (unsent.hasRemaining() || !channel.flush()) {
                channel.resumeWrites();
            } else {
                unsent = null;
            }
        } catch (IOException gone) {
            drop();
        }
    }

    private void writable() {
        carryOn();
        if (unsent == null) {
            channel.suspendWrites();
            catchUp();
        }
    }

    /** A stream without news writes nothing, and would not notice that its reader has hung up. */
    private void listen() {
        if (exchange.getConnection() instanceof HttpServerConnection connection) { // HTTP/2 notices by itself
            var source = connection.getChannel().getSourceChannel();
            source.setReadListener(this::heard);
            source.resumeReads();
        }
    }

    /** The end of the connection, or bytes: another request, which could never be answered. */
    private void heard(ConduitStreamSourceChannel source) {
        try {
            if (source.read(ByteBuffer.allocate(1)) != 0) {
                drop();
            }
        } catch (IOException gone) {
            drop();
        }
    }

    private void drop() {
        IoUtils.safeClose(exchange.getConnection());
    }
}
