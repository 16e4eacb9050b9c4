package ticker.streaming;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One response that never ends: the client's cursor, and at most one write under way. While that write is not done
 * nothing is kept for the client; when it is done, the client gets what is newest then.
 */
final class StreamingResponse extends Subscriber {
    private final HttpServerExchange exchange;
    private final Market market;
    private final Format format;
    private final Encoder encoder;
    private final Subscribers subscribers;
    private final Options options;
    private StreamSinkChannel channel;
    private long cursor;
    private ByteBuffer unsent; // the rest of the write that is under way
    private long progress; // when the socket last accepted something

    StreamingResponse(
            HttpServerExchange exchange,
            Market market,
            Format format,
            Encoder encoder,
            Subscribers subscribers,
            Options options,
            long cursor) {
        this.exchange = exchange;
        this.market = market;
        this.format = format;
        this.encoder = encoder;
        this.subscribers = subscribers;
        this.options = options;
        this.cursor = cursor;
        this.progress = subscribers.now();
    }

    @Override
    void start() {
        exchange.addExchangeCompleteListener((done, next) -> {
            subscribers.remove(this);
            next.proceed();
        });
        channel = exchange.getResponseChannel(); // not sooner: it fixes the headers, and a goodbye has other headers
        channel.getWriteSetter().set(writable -> writable());
        watch();
        write(ByteBuffer.wrap(format.opening()));
        catchUp();
    }

    @Override
    void catchUp() {
        if (unsent != null) {
            return;
        }
        var quotes = market.after(cursor);
        if (!quotes.quotes().isEmpty()) {
            cursor = quotes.seq();
            write(encoder.message(quotes));
        }
    }

    /** Sends a keep-alive if nothing was sent for long. Closes the connection if the socket accepted nothing for long. */
    @Override
    void check(long now) {
        long idle = now - progress;
        if (unsent == null && idle >= options.keepAlive()) {
            write(ByteBuffer.wrap(format.keepAlive()));
        } else if (unsent != null && idle >= options.stallTimeout()) {
            abort();
        }
    }

    /** Ends the response by the rules of HTTP, unless that would have to wait for the client. */
    @Override
    void goodbye() {
        if (unsent == null) {
            exchange.setPersistent(false);
            exchange.endExchange();
        } else {
            abort();
        }
    }

    @Override
    void abort() {
        IoUtils.safeClose(exchange.getConnection());
    }

    private void write(ByteBuffer message) {
        long now = subscribers.now(); // read before the client can have the message
        try {
            if (channel.write(message) > 0) {
                progress = now;
            }
            if (message.hasRemaining() || !channel.flush()) {
                unsent = message.duplicate(); // the other subscribers write the same bytes
                channel.resumeWrites();
            } else {
                unsent = null;
            }
        } catch (IOException gone) {
            abort();
        }
    }

    private void writable() {
        write(unsent);
        if (unsent == null) {
            channel.suspendWrites();
            catchUp();
        }
    }

    // ---- Deeper: a client that leaves ----

    /** A stream without news writes nothing, so it would not notice that its client has left. */
    private void watch() {
        if (exchange.getConnection() instanceof HttpServerConnection connection) { // HTTP/2 notices by itself
            var source = connection.getChannel().getSourceChannel();
            source.setReadListener(this::readable);
            source.resumeReads();
        }
    }

    /** Either the connection ends, or bytes of another request come, which could never get a response. */
    private void readable(ConduitStreamSourceChannel source) {
        try {
            if (source.read(ByteBuffer.allocate(1)) != 0) {
                abort();
            }
        } catch (IOException gone) {
            abort();
        }
    }
}
