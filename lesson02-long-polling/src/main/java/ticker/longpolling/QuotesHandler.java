package ticker.longpolling;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;

/** Answers {@code GET /quotes?after=N} with what is newer than N: at once, or as soon as there is something. */
final class QuotesHandler implements HttpHandler {
    private final WaitingRooms rooms;

    QuotesHandler(WaitingRooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        if (!exchange.isRequestComplete()) {
            throw new Problem(400, "A request for quotes has no body.");
        }
        var after = exchange.getQueryParameters().get("after");
        rooms.admit(exchange, after == null ? 0 : cursor(after.getFirst()));
    }

    static void answer(HttpServerExchange exchange, Quotes quotes) {
        // no-store: nobody asks twice with the same cursor, so there is nothing worth keeping.
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        if (quotes.quotes().isEmpty()) {
            exchange.setStatusCode(StatusCodes.NO_CONTENT);
            exchange.endExchange();
        } else {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send(ByteBuffer.wrap(quotes.json()));
        }
    }

    private static long cursor(String given) throws Problem {
        if (!given.matches("\\d{1,18}")) {
            throw new Problem(
                    400,
                    "after must be a whole number: the seq of your last answer, or 0. It was \"%s\".".formatted(given));
        }
        return Long.parseLong(given);
    }
}
