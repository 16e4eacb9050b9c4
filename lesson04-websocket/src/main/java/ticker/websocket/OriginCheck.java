package ticker.websocket;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;

/**
 * Lets in our own page and those of the origins that are allowed. The same-origin policy does not protect a WebSocket: a
 * browser opens one for any page and sends our cookies along, so the server itself must look at the Origin (RFC 6455
 * §10.2). A client that is no browser can name any Origin or none; this protects people, not the server.
 */
final class OriginCheck implements HttpHandler {
    private final List<String> allowed;
    private final HttpHandler next;

    OriginCheck(List<String> allowed, HttpHandler next) {
        this.allowed = allowed;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
        var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (origin != null && !isOurs(origin, host) && !allowed.contains(origin)) {
            throw new Problem(403, "Pages of %s may not open a WebSocket here.".formatted(origin));
        }
        next.handleRequest(exchange);
    }

    // A browser leaves the default port out of both or names it in both.
    private static boolean isOurs(String origin, String host) {
        return origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }
}
