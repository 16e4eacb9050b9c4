package ticker.lab.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import tools.jackson.databind.json.JsonMapper;

/** Why a request is refused, in words for the client. The response is a problem document (RFC 9457). */
final class Problem extends Exception {
    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;

    Problem(int status, String detail) {
        super(detail);
        this.status = status;
    }

    void send(HttpServerExchange exchange) {
        var document = JSON.createObjectNode()
                .put("title", StatusCodes.getReason(status))
                .put("status", status)
                .put("detail", getMessage());
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(JSON.writeValueAsString(document));
    }
}
