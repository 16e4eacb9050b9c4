package ticker.websocket;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before the upgrade: after it, only close codes are left to refuse with. The same-origin policy does not protect
 * a WebSocket: a browser opens one for any page and sends our cookies along, so the server itself must look at the
 * Origin (RFC 6455 §10.2). A client that is no browser can claim any Origin or none; this protects people, not the server.
 */
final class Gate implements HttpHandler {
    private final Options options;
    private final HttpHandler next;
    private final AtomicInteger sessions = new AtomicInteger();

    Gate(Options options, HttpHandler next) {
        this.options = options;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var headers = exchange.getRequestHeaders();
        if (!"websocket".equalsIgnoreCase(headers.getFirst(Headers.UPGRADE))) {
            exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
            throw new Problem(426, "%s is a WebSocket.".formatted(exchange.getRequestPath()));
        }
        var origin = headers.getFirst(Headers.ORIGIN);
        if (origin != null
                && !isOurs(origin, headers.getFirst(Headers.HOST))
                && !options.origins().contains(origin)) {
            throw new Problem(403, "Pages of %s may not open a WebSocket here.".formatted(origin));
        }
        enter(exchange);
        next.handleRequest(exchange);
    }

    // A browser leaves the standard port out of both or names it in both.
    private static boolean isOurs(String origin, String host) {
        return origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }

    private void enter(HttpServerExchange exchange) throws Problem {
        if (sessions.incrementAndGet() > options.maxSessions()) {
            sessions.decrementAndGet();
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "10");
            throw new Problem(503, "All %d sessions are taken. Try again later.".formatted(options.maxSessions()));
        }
        exchange.addExchangeCompleteListener((done, listener) -> {
            if (done.getStatusCode() == StatusCodes.SWITCHING_PROTOCOLS) {
                done.getConnection().addCloseListener(connection -> sessions.decrementAndGet());
            } else {
                sessions.decrementAndGet();
            }
            listener.proceed();
        });
    }
}
