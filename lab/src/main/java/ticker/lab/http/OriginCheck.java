package ticker.lab.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.List;

/**
 * Lets in our own page and those of the origins that are allowed. The same-origin policy does not keep a page from sending
 * a request to another server, with that server's cookies, nor from opening a WebSocket to it. So a server whose requests
 * have effects must look at the Origin itself (RFC 6455 §10.2). A client that is no browser can name any Origin or none;
 * this protects people, not the server.
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
            throw new Problem(403, "Pages of %s are not allowed here.".formatted(origin));
        }
        next.handleRequest(exchange);
    }

    // A browser leaves the default port out of both or names it in both.
    private static boolean isOurs(String origin, String host) {
        return origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }
}
