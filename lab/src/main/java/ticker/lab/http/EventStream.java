package ticker.lab.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * One client of an event stream: a source that knows what the client has got, and at most one write under way, as in
 * lesson 3. So nothing is kept for a client that does not read. Only its I/O thread touches it.
 */
final class EventStream {
    static final long KEEP_ALIVE = 2000; // after 5 s of silence a page takes the connection for lost
    static final long STALL_TIMEOUT = 60_000;
    private static final int CHECK_MILLIS = 250;
    private static final int PAUSE = 20; // milliseconds in which events are collected, so that many share a write
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);
    private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final EventSource source;
    private final LongSupplier clock;
    private final AtomicBoolean due = new AtomicBoolean();
    private ByteBuffer unsent; // what is left of the write under way
    private long progress; // when the client last took something
    private volatile boolean ended;

    EventStream(HttpServerExchange exchange, EventSource source, LongSupplier clock) {
        this.exchange = exchange;
        this.channel = exchange.getResponseChannel();
        this.source = source;
        this.clock = clock;
        this.progress = clock.getAsLong();
    }

    void start() {
        channel.getWriteSetter().set(writable -> writable());
        listen();
        var changes = source.changes();
        write(ByteBuffer.allocate(RETRY.length + changes.length)
                .put(RETRY)
                .put(changes)
                .array());
        catchUp();
        after(CHECK_MILLIS, this::check);
    }

    /** The exchange has ended: nothing more is to be done. */
    void ended() {
        ended = true;
    }

    private void after(int millis, Runnable task) {
        try {
            exchange.getIoThread().executeAfter(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            close();
        }
    }

    /** There may be something new: any thread may say so. It goes out soon, together with what comes until then. */
    void moved() {
        if (!due.getAndSet(true)) {
            after(PAUSE, this::catchUp);
        }
    }

    /** Sends what is new, if the last write is done. */
    private void catchUp() {
        due.set(false); // first: what comes from now on needs another task
        if (unsent == null && !ended) {
            var events = source.next();
            if (events.length > 0) {
                write(events);
                moved(); // there may be more than what the source gives at a time
            }
        }
    }

    /** Sends what has changed besides, or a comment to show life. Closes the connection of a client that takes nothing. */
    private void check() {
        if (ended) {
            return;
        }
        long idle = clock.getAsLong() - progress;
        if (unsent != null && idle >= STALL_TIMEOUT) {
            close();
        } else if (unsent == null) {
            var changes = source.changes();
            if (changes.length > 0 || idle >= KEEP_ALIVE) {
                write(changes.length > 0 ? changes : COMMENT);
            }
        }
        after(CHECK_MILLIS, this::check);
    }

    private void write(byte[] events) {
        unsent = ByteBuffer.wrap(events);
        carryOn();
    }

    private void carryOn() {
        long now = clock.getAsLong(); // before the write: what the client does next comes later
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
            close();
        }
    }

    private void writable() {
        carryOn();
        if (unsent == null) {
            channel.suspendWrites();
            catchUp();
        }
    }

    /** A stream without news writes nothing, and would not notice that its client has gone. */
    private void listen() {
        if (exchange.getConnection() instanceof HttpServerConnection connection) {
            var input = connection.getChannel().getSourceChannel();
            input.setReadListener(this::readable);
            input.resumeReads();
        }
    }

    private void readable(ConduitStreamSourceChannel input) {
        try {
            if (input.read(ByteBuffer.allocate(1)) != 0) { // the end, or another request, which can get no response
                close();
            }
        } catch (IOException gone) {
            close();
        }
    }

    /** Ends the stream. Any thread may do so. */
    void close() {
        IoUtils.safeClose(exchange.getConnection());
    }
}
