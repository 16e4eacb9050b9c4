package ticker.handshake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xnio.StreamConnection;

/** Turns an HTTP exchange into a connection, if its handshake is right. */
final class Upgrade implements HttpHandler {
    /** Begins what will be said on a connection; a Problem refuses it. */
    interface Beginning {
        Talk talk(HttpServerExchange exchange) throws Problem;
    }

    private final Beginning beginning;
    private final Connections connections;
    private final Xray xray;
    private final Limits limits;

    Upgrade(Beginning beginning, Connections connections, Xray xray, Limits limits) {
        this.beginning = beginning;
        this.connections = connections;
        this.xray = xray;
        this.limits = limits;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        var headers = accept(exchange);
        var talk = beginning.talk(exchange);
        if (!connections.take(limits.connections(), exchange.getConnection())) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 5);
            throw new Problem(503, "All %d places are taken. Come back later.".formatted(limits.connections()));
        }
        put(headers, exchange);
        exchange.upgradeChannel((channel, done) -> open(channel, talk, xray.begin(done)));
        exchange.endExchange();
    }

    private static Map<String, String> accept(HttpServerExchange exchange) throws Problem {
        var answer = Handshake.answer(
                exchange.getRequestMethod().toString(),
                exchange.getProtocol().toString(),
                headers(exchange.getRequestHeaders()));
        if (answer instanceof Handshake.Refused refused) {
            put(refused.headers(), exchange);
            throw new Problem(refused.status(), refused.reason());
        }
        return ((Handshake.Accepted) answer).headers();
    }

    private void open(StreamConnection channel, Talk talk, Trace trace) {
        var circle = connections.of(channel.getIoThread());
        circle.join(new Connection(channel, circle, talk, trace, limits));
    }

    private static Map<String, List<String>> headers(HeaderMap given) {
        var headers = new TreeMap<String, List<String>>();
        given.forEach(values -> headers.put(values.getHeaderName().toString(), List.copyOf(values)));
        return headers;
    }

    private static void put(Map<String, String> headers, HttpServerExchange exchange) {
        headers.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    }
}
