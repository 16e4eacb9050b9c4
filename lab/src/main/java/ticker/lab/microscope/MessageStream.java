package ticker.lab.microscope;

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
import ticker.lab.transcript.Counts;
import ticker.lab.transcript.MessageJson;
import ticker.lab.transcript.Transcript;

/**
 * One reader of the transcript: its cursor, and at most one write under way, as lesson 3 does it. Only its I/O thread
 * touches it.
 */
final class MessageStream {
    static final long SIGN_OF_LIFE = 15_000;
    static final long STALL = 60_000;
    private static final int REST = 20; // milliseconds in which messages gather, so that many share a write
    private static final int PART = 64 * 1024;

    private final HttpServerExchange exchange;
    private final StreamSinkChannel channel;
    private final Transcript transcript;
    private final String lesson;
    private final LongSupplier clock;
    private final AtomicBoolean due = new AtomicBoolean();
    private long cursor;
    private Counts told;
    private ByteBuffer unsent; // what is left of the write under way
    private long progress; // when the reader last took something

    MessageStream(HttpServerExchange exchange, Transcript transcript, String lesson, long cursor, LongSupplier clock) {
        this.exchange = exchange;
        this.channel = exchange.getResponseChannel();
        this.transcript = transcript;
        this.lesson = lesson;
        this.cursor = cursor;
        this.clock = clock;
        this.progress = clock.getAsLong();
    }

    void start() {
        channel.getWriteSetter().set(writable -> writable());
        listen();
        write("retry: 1000\n\n" + counts());
        catchUp();
    }

    /** There is something new. It goes out soon, together with what comes until then. */
    void moved() {
        if (!due.getAndSet(true)) {
            try {
                exchange.getIoThread().executeAfter(this::catchUp, REST, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                IoUtils.safeClose(exchange.getConnection());
            }
        }
    }

    /** Sends what is newer than the cursor, if the last write is done. */
    private void catchUp() {
        due.set(false); // first: what comes from now on needs another task
        if (unsent == null) {
            var events = events();
            if (!events.isEmpty()) {
                write(events);
                moved(); // there may be more than what fits into one part
            }
        }
    }

    private String events() {
        var extract = transcript.after(lesson, cursor, 100);
        var events = new StringBuilder();
        if (extract.dropped() > cursor) {
            events.append("id: %d\nevent: gap\ndata: {\"from\":%d,\"to\":%d}\n\n"
                    .formatted(extract.dropped(), cursor + 1, extract.dropped()));
            cursor = extract.dropped();
        }
        for (var message : extract.messages()) {
            if (events.length() > PART) {
                break;
            }
            events.append("id: %d\ndata: %s\n\n".formatted(message.number(), MessageJson.write(message)));
            cursor = message.number();
        }
        return events.toString();
    }

    /** Sends the counts if they are others now, or as a sign of life, and drops a reader who took nothing for long. */
    void check() {
        long idle = clock.getAsLong() - progress;
        if (unsent != null && idle >= STALL) {
            drop();
        } else if (unsent == null
                && (idle >= SIGN_OF_LIFE || !transcript.counts(lesson).equals(told))) {
            write(counts());
        }
    }

    private String counts() {
        told = transcript.counts(lesson);
        return "event: counts\ndata: %s\n\n".formatted(MessageJson.write(told));
    }

    private void write(String events) {
        unsent = ByteBuffer.wrap(events.getBytes(UTF_8));
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
        if (exchange.getConnection() instanceof HttpServerConnection connection) {
            var source = connection.getChannel().getSourceChannel();
            source.setReadListener(this::heard);
            source.resumeReads();
        }
    }

    private void heard(ConduitStreamSourceChannel source) {
        try {
            if (source.read(ByteBuffer.allocate(1)) != 0) { // the end, or another request, which nobody could answer
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
