package ticker.polling;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Responds to {@code GET /quotes} with the whole board and {@code GET /quotes?after=N} with what is newer than N. */
final class QuotesHandler implements HttpHandler {
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");

    private final Market market;

    QuotesHandler(Market market) {
        this.market = market;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        var after = exchange.getQueryParameters().get("after");
        if (after == null) {
            board(exchange);
        } else {
            newer(exchange, cursor(after.getFirst()));
        }
    }

    private void board(HttpServerExchange exchange) {
        var quotes = market.after(0);
        var etag = new ETag(false, Long.toString(quotes.seq()));
        exchange.getResponseHeaders().put(Headers.ETAG, etag.toString());
        // no-cache: keep the response, but ask before you use it again. no-store would make the 304 impossible.
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
        if (ETagUtils.handleIfNoneMatch(ifNoneMatch(exchange), etag, true)) {
            send(exchange, quotes);
        } else {
            exchange.setStatusCode(StatusCodes.NOT_MODIFIED).endExchange();
        }
    }

    /** A list may be spread over several lines. Undertow would read only the first. */
    private static String ifNoneMatch(HttpServerExchange exchange) {
        var lines = exchange.getRequestHeaders().get(Headers.IF_NONE_MATCH);
        return lines == null ? null : String.join(", ", lines);
    }

    private void newer(HttpServerExchange exchange, long cursor) {
        var quotes = market.after(cursor);
        // no-store: after a 204 the same cursor is asked again, and a cache may keep a 204 by default (RFC 9110 §15.1).
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (quotes.quotes().isEmpty()) {
            exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
        } else {
            send(exchange, quotes);
        }
    }

    private static void send(HttpServerExchange exchange, Quotes quotes) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(ByteBuffer.wrap(quotes.json()));
    }

    private static long cursor(String given) throws Problem {
        if (!CURSOR.matcher(given).matches()) {
            throw new Problem(
                    400,
                    String.format(
                            ROOT,
                            "after must be a whole number: the seq of the last response, or 0. It was \"%s\".",
                            given));
        }
        return Long.parseLong(given);
    }
}
