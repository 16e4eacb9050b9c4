package ticker.streaming;

import static ticker.streaming.Guards.only;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Answers a GET with a stream that begins after the reader's cursor. */
final class StreamHandler implements HttpHandler {
    private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    private static final HttpString X_ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");

    private final HttpHandler guarded = only("GET", this::open);
    private final Streams streams;
    private final Format format;

    StreamHandler(Streams streams, Format format) {
        this.streams = streams;
        this.format = format;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        guarded.handleRequest(exchange);
        boolean streaming = exchange.isDispatched();
        if (!streaming && !exchange.isComplete()) {
            Guards.limit(exchange); // a stream has no deadline, but a refusal has
        }
    }

    private void open(HttpServerExchange exchange) throws Problem {
        if (!exchange.isRequestComplete()) {
            throw new Problem(400, "%s takes no body.".formatted(exchange.getRequestPath()));
        }
        long cursor = cursor(exchange);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, format.type())
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(X_ACCEL_BUFFERING, "no"); // nginx would otherwise wait until it has a buffer full
        if (!format.chunked()) {
            exchange.setPersistent(false);
        }
        streams.open(exchange, format, cursor);
    }

    /** Where an EventSource has been cut off it says so; what was in its URL is older then. */
    private static long cursor(HttpServerExchange exchange) throws Problem {
        var id = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
        if (id != null) {
            return cursor("Last-Event-ID", id);
        }
        var after = exchange.getQueryParameters().get("after");
        return after == null ? 0 : cursor("after", after.getFirst());
    }

    private static long cursor(String name, String given) throws Problem {
        if (!given.matches("\\d{1,18}")) {
            throw new Problem(
                    400,
                    "%s must be a whole number: the seq of your last message, or 0. It was \"%s\"."
                            .formatted(name, given));
        }
        return Long.parseLong(given);
    }
}
