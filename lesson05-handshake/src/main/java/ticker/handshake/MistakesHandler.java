package ticker.handshake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /mistakes?key=K}: every wrong Accept of a key that a usual mistake makes, for the page's calculator. */
final class MistakesHandler implements HttpHandler {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        var keys = exchange.getQueryParameters().get("key");
        var key = keys == null ? "" : keys.getFirst();
        var mistake = Mistakes.inKey(key);
        if (mistake.isPresent()) {
            throw new Problem(400, mistake.get());
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(JSON.writeValueAsBytes(Mistakes.of(key))));
    }
}
