package ticker.lab.microscope;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import ticker.lab.transcript.Transcript;

/** The transcript as event streams, for the readers who look at it now. */
public final class MessageStreams {
    private static final int MOST = 100;
    private static final int CHECK_MILLIS = 250;

    private final Transcript transcript;
    private final LongSupplier clock;
    private final Set<MessageStream> streams = ConcurrentHashMap.newKeySet();

    /** Streams what this transcript has and gets. */
    public MessageStreams(Transcript transcript) {
        this(transcript, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    MessageStreams(Transcript transcript, LongSupplier clock) {
        this.transcript = transcript;
        this.clock = clock;
        transcript.listen(() -> streams.forEach(MessageStream::moved));
    }

    /** Whether there is no room for another one. */
    public boolean areFull() {
        return streams.size() >= MOST;
    }

    int count() {
        return streams.size();
    }

    /** Turns an exchange into a stream of a lesson's messages after the cursor. */
    public void open(HttpServerExchange exchange, String lesson, long cursor) {
        exchange.setPersistent(false);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(new HttpString("X-Accel-Buffering"), "no");
        var stream = new MessageStream(exchange, transcript, lesson, cursor, clock);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            streams.add(stream); // first: what comes while it starts is then seen twice, never missed
            stream.start();
        });
        var checks = exchange.getIoThread().executeAtInterval(stream::check, CHECK_MILLIS, TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((done, next) -> {
            checks.remove();
            streams.remove(stream);
            next.proceed();
        });
    }
}
