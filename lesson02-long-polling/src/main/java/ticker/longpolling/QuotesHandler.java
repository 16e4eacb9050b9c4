package ticker.longpolling;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Responds to {@code GET /quotes?after=N} with what is newer than N: at once, or as soon as there is something. */
final class QuotesHandler implements HttpHandler {
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");

    private final Market market;
    private final Subscribers subscribers;
    private final long holdTime;
    private volatile boolean halted;

    QuotesHandler(Market market, Subscribers subscribers, long holdTime) {
        this.market = market;
        this.subscribers = subscribers;
        this.holdTime = holdTime;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        if (!exchange.isRequestComplete()) {
            throw new Problem(400, "A request for quotes has no body.");
        }
        long cursor = cursor(exchange);
        if (hasNews(cursor) || exchange.getRequestMethod().equals(Methods.HEAD)) { // a HEAD has no news to wait for
            respond(exchange, cursor); // needs no place: news is never refused
        } else {
            subscribers.reserve(exchange);
            hold(exchange, cursor);
        }
    }

    private void hold(HttpServerExchange exchange, long cursor) {
        // One more, since the clock counts whole milliseconds: so no request ends too early.
        long end = subscribers.now() + holdTime + 1;
        var request = new HeldRequest(exchange, this, subscribers, cursor, end);
        // Dispatched, so that Undertow does not end the exchange when the handler returns.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> subscribers.add(exchange.getIoThread(), request));
    }

    /** Whether a client with that cursor gets a response now. */
    boolean hasNews(long cursor) {
        return halted || !market.after(cursor).quotes().isEmpty();
    }

    /** Sends the response: what is newer than the cursor, or that nothing is. */
    void respond(HttpServerExchange exchange, long cursor) {
        if (halted) {
            unavailable(exchange, "Prices stand still: the server has lost the market.");
            return;
        }
        var news = market.after(cursor);
        // no-store: after a 204 the same cursor is asked again, and a cache may keep a 204 by default (RFC 9110 §15.1).
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (news.quotes().isEmpty()) {
            exchange.setStatusCode(StatusCodes.NO_CONTENT);
            exchange.endExchange();
        } else {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(ByteBuffer.wrap(news.json()));
        }
    }

    static void unavailable(HttpServerExchange exchange, String detail) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        new Problem(503, detail).send(exchange);
    }

    /** Holds no request while prices stand still: a client whose request is held believes that its price is the newest. */
    void halt(boolean halted) {
        this.halted = halted;
        subscribers.wake();
    }

    private static long cursor(HttpServerExchange exchange) throws Problem {
        var after = exchange.getQueryParameters().get("after");
        if (after == null) {
            return 0;
        }
        if (!CURSOR.matcher(after.getFirst()).matches()) {
            throw new Problem(
                    400,
                    String.format(
                            ROOT,
                            "after must be a whole number: the seq of the last response, or 0. It was \"%s\".",
                            after.getFirst()));
        }
        return Long.parseLong(after.getFirst());
    }
}
