package ticker.websocket;

import static ticker.websocket.Guards.tokens;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Lets the handshakes of RFC 6455 §4.2.1 through. The response to any other says what is wrong. The container is more
 * lenient, and responds with 404 to what it does not accept.
 */
final class UpgradeCheck implements HttpHandler {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

    private final HttpHandler next;

    UpgradeCheck(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestMethod().equals(Methods.GET)
                || !tokens(exchange, Headers.UPGRADE).contains("websocket")) {
            throw upgradeRequired(exchange.getRequestPath() + " is a WebSocket.", exchange);
        }
        if (!exchange.isHttp11()) {
            throw new Problem(400, "A handshake is made over HTTP/1.1, not " + exchange.getProtocol() + ".");
        }
        if (!tokens(exchange, Headers.CONNECTION).contains("upgrade")) {
            throw new Problem(400, "The handshake has no header \"Connection: Upgrade\".");
        }
        checkKey(values(Headers.SEC_WEB_SOCKET_KEY, exchange));
        checkVersion(values(Headers.SEC_WEB_SOCKET_VERSION, exchange), exchange);
        next.handleRequest(exchange);
    }

    private static void checkKey(List<String> keys) throws Problem {
        if (keys.size() != 1) {
            throw new Problem(400, "The handshake must have one header Sec-WebSocket-Key, not " + keys.size() + ".");
        }
        if (!KEY.matcher(keys.get(0)).matches()) {
            throw new Problem(400, "A key is 16 bytes in Base64: 22 characters and ==.");
        }
    }

    private static void checkVersion(List<String> versions, HttpServerExchange exchange) throws Problem {
        if (versions.isEmpty()) {
            throw new Problem(400, "The handshake has no header \"Sec-WebSocket-Version: 13\".");
        }
        if (!versions.equals(List.of("13"))) {
            exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
            throw upgradeRequired("The only version here is 13, not " + String.join(", ", versions) + ".", exchange);
        }
    }

    /** A 426 names the protocol that a client should ask for (RFC 9110 §15.5.22). */
    private static Problem upgradeRequired(String detail, HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket").put(Headers.CONNECTION, "Upgrade");
        return new Problem(426, detail);
    }

    private static List<String> values(HttpString name, HttpServerExchange exchange) {
        var values = exchange.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }
}
