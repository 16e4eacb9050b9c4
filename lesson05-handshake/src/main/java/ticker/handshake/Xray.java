package ticker.handshake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows a page the bytes of its own connection: {@code /echo?trace=ID} is recorded, and the response to {@code GET
 * /xray?trace=ID&after=N} is the record. The page chooses its ID at random, so that no other page can guess it.
 */
final class Xray implements HttpHandler {
    static final int TRACES = 100; // beyond that the oldest is forgotten
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{16,64}");
    private static final Pattern NUMBER = Pattern.compile("\\d{0,18}");
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Trace> traces = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trace> eldest) {
            return size() > TRACES;
        }
    };

    /** Begins a trace if the handshake asks for one, else null. */
    Trace begin(HttpServerExchange exchange) {
        var id = parameter(exchange, "trace");
        if (!ID.matcher(id).matches()) {
            return null;
        }
        var trace = new Trace(exchange);
        synchronized (traces) {
            traces.put(id, trace);
        }
        return trace;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        var trace = find(parameter(exchange, "trace"));
        var after = parameter(exchange, "after");
        if (!NUMBER.matcher(after).matches()) {
            throw new Problem(400, "after must be a whole number: that of the last frame you have seen, or 0.");
        }
        var document = JSON.createObjectNode().put("request", trace.request()).put("response", trace.response());
        document.set("frames", JSON.valueToTree(trace.after(after.isEmpty() ? 0 : Long.parseLong(after))));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(JSON.writeValueAsBytes(document)));
    }

    private Trace find(String id) throws Problem {
        synchronized (traces) {
            var trace = traces.get(id);
            if (trace == null) {
                throw new Problem(404, "No connection was opened with that trace, or too many since.");
            }
            return trace;
        }
    }

    private static String parameter(HttpServerExchange exchange, String name) {
        var values = exchange.getQueryParameters().get(name);
        return values == null ? "" : values.getFirst();
    }
}
