package ticker.streaming;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.util.regex.Pattern;

/** Responds to a GET with a stream that begins after the client's cursor. */
final class StreamHandler implements HttpHandler {
    private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    private static final HttpString X_ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");
    private static final long FOREIGN = Long.MAX_VALUE; // no market's cursor

    private final Market market;
    private final Subscribers subscribers;
    private final Options options;
    private final Format format;
    private final ThreadLocal<Encoder> encoder; // one for each I/O thread

    StreamHandler(Market market, Subscribers subscribers, Options options, Format format) {
        this.market = market;
        this.subscribers = subscribers;
        this.options = options;
        this.format = format;
        this.encoder = ThreadLocal.withInitial(() -> new Encoder(format));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        if (!exchange.isRequestComplete()) {
            throw new Problem(400, String.format(ROOT, "%s takes no body.", exchange.getRequestPath()));
        }
        long cursor = cursor(exchange);
        if (exchange.getRequestMethod().equals(Methods.HEAD)) {
            // The headers of a GET, without its endless body. The channel fixes them: else Undertow adds a length of 0.
            putHeaders(exchange);
            exchange.getResponseChannel();
            return;
        }
        subscribers.reserve(exchange);
        putHeaders(exchange);
        var response = new StreamingResponse(exchange, market, format, encoder.get(), subscribers, options, cursor);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> subscribers.add(exchange.getIoThread(), response));
    }

    private void putHeaders(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, format.type())
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(X_ACCEL_BUFFERING, "no"); // nginx would otherwise wait until a buffer is full
        if (!format.chunked()) {
            exchange.setPersistent(false);
        }
    }

    /** An EventSource that reconnects sends Last-Event-ID. The cursor in its URL is still the first one, so it is older. */
    private static long cursor(HttpServerExchange exchange) throws Problem {
        var id = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
        if (id != null) {
            // No 400 for an id that is not a number: EventSource can't send another one.
            return CURSOR.matcher(id).matches() ? Long.parseLong(id) : FOREIGN;
        }
        var after = exchange.getQueryParameters().get("after");
        if (after == null) {
            return 0;
        }
        if (!CURSOR.matcher(after.getFirst()).matches()) {
            throw new Problem(
                    400,
                    String.format(
                            ROOT,
                            "after must be a whole number: the seq of the last message, or 0. It was \"%s\".",
                            after.getFirst()));
        }
        return Long.parseLong(after.getFirst());
    }
}
