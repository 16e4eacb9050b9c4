package ticker.lab.http;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The event streams of the clients that are there now. Any thread may call it. */
public final class EventStreams {
    private static final int MAX_STREAMS = 100;

    private final LongSupplier clock;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    /** None yet. */
    public EventStreams() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** Counts time by this clock, in milliseconds. */
    public EventStreams(LongSupplier clock) {
        this.clock = clock;
    }

    /** Turns an exchange into a stream, or refuses it when there are as many as there can be. A HEAD gets the head only. */
    public void open(HttpServerExchange exchange, EventSource source) throws Exception {
        if (streams.size() >= MAX_STREAMS) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
            throw Requests.refusal(
                    503, String.format(ROOT, "%d browsers are watching, which is the limit.", MAX_STREAMS));
        }
        exchange.setPersistent(false);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(new HttpString("X-Accel-Buffering"), "no");
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseChannel(); // fixes the headers: else Undertow adds a length of 0
            return;
        }
        var stream = new EventStream(exchange, source, clock);
        streams.add(stream); // first: what comes while it starts is then seen twice, never missed
        source.begin();
        exchange.addExchangeCompleteListener((done, next) -> {
            streams.remove(stream);
            stream.ended();
            source.end();
            next.proceed();
        });
        exchange.dispatch(SameThreadExecutor.INSTANCE, stream::start);
    }

    /** There may be something new for all clients. */
    public void moved() {
        streams.forEach(EventStream::moved);
    }

    /** How many there are. */
    public int count() {
        return streams.size();
    }

    /** Ends all. A page that is still there comes back. */
    public void close() {
        streams.forEach(EventStream::close);
    }
}
