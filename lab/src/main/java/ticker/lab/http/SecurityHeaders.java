package ticker.lab.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Headers of every response of the lab: a browser must not guess the type, and pages load nothing from other servers. */
public final class SecurityHeaders implements HttpHandler {
    private static final String OWN = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String FRAMING = OWN + "; frame-src http://localhost:*"; // the lessons' pages

    private static final HttpString POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString OPTIONS = new HttpString("X-Content-Type-Options");

    private final String framing;
    private final HttpHandler next;

    /**
     * For these routes.
     *
     * @param framing the path of the pages that show the lessons' pages in a frame
     */
    public SecurityHeaders(String framing, HttpHandler next) {
        this.framing = framing;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.getResponseHeaders()
                .put(POLICY, exchange.getRequestPath().startsWith(framing) ? FRAMING : OWN)
                .put(OPTIONS, "nosniff")
                .put(Headers.REFERRER_POLICY, "no-referrer");
        next.handleRequest(exchange);
    }
}
