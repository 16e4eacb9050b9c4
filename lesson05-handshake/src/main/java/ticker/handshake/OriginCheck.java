package ticker.handshake;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets in our own page and those of the origins that are allowed. The same-origin policy does not keep a page from sending
 * a request to another server, with that server's cookies, nor from opening a WebSocket to it. So a server whose requests
 * have effects must look at the Origin itself (RFC 6455 §10.2). A client that is no browser can name any Origin or none;
 * this protects people, not the server.
 */
final class OriginCheck implements HttpHandler {
    private final List<Origin> allowed;
    private final HttpHandler next;

    OriginCheck(List<String> allowed, HttpHandler next) {
        this.allowed =
                allowed.stream().map(Origin::parse).flatMap(Optional::stream).toList();
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var origin = exchange.getRequestHeaders().get(Headers.ORIGIN);
        if (origin != null && !isAllowed(origin, exchange)) {
            throw new Problem(403, "Pages of " + String.join(", ", origin) + " are not allowed here.");
        }
        next.handleRequest(exchange);
    }

    private boolean isAllowed(HeaderValues header, HttpServerExchange exchange) {
        if (header.size() != 1) {
            return false;
        }
        return Origin.parse(header.getFirst())
                .filter(origin -> allowed.contains(origin) || isOurs(origin, exchange))
                .isPresent();
    }

    /** The name that the client called us by is the page's own. Behind a proxy that ends TLS, both schemes may be ours. */
    private static boolean isOurs(Origin origin, HttpServerExchange exchange) {
        if (exchange.getConnection().getSslSession() != null && !origin.scheme().equals("https")) {
            return false;
        }
        var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        return Origin.parse(origin.scheme() + "://" + host).equals(Optional.of(origin));
    }

    /** What the URL standard compares: no case in scheme and host, and no port is the scheme's own port. */
    record Origin(String scheme, String host, int port) {
        private static final Pattern FORM =
                Pattern.compile("(https?)://([a-z0-9._~-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

        /** Nothing, if it has no scheme or another one: the origin of a file or of a sandboxed frame is {@code null}. */
        static Optional<Origin> parse(String text) {
            var form = FORM.matcher(text.toLowerCase(ROOT));
            if (!form.matches()) {
                return Optional.empty();
            }
            int port = form.group(3) != null
                    ? Integer.parseInt(form.group(3))
                    : form.group(1).equals("https") ? 443 : 80;
            return Optional.of(new Origin(form.group(1), form.group(2), port));
        }
    }
}
