package ticker.handshake;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns an HTTP exchange into a connection, if its handshake is right. */
final class UpgradeHandler implements HttpHandler {
    /** Makes the endpoint of one connection. A Problem refuses the handshake. */
    interface EndpointFactory {
        Endpoint endpoint(HttpServerExchange handshake) throws Problem;
    }

    private static final ThreadLocal<ReadBuffer> BUFFER = ThreadLocal.withInitial(ReadBuffer::new); // of an I/O thread

    private final EndpointFactory factory;
    private final Subscribers subscribers;
    private final Xray xray;
    private final Options options;

    UpgradeHandler(EndpointFactory factory, Subscribers subscribers, Xray xray, Options options) {
        this.factory = factory;
        this.subscribers = subscribers;
        this.xray = xray;
        this.options = options;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Problem {
        subscribers.reserve(exchange); // first: a page asks by a plain request why its handshake was refused
        var headers = accept(exchange);
        var endpoint = factory.endpoint(exchange);
        put(headers, exchange);
        // A "Connection: close" is about the final response, and 101 is not one.
        exchange.setPersistent(true);
        exchange.upgradeChannel((channel, done) -> subscribers.add(
                channel.getIoThread(),
                new Connection(channel, BUFFER.get(), endpoint, xray.begin(done), subscribers, options)));
        exchange.endExchange();
    }

    private static Map<String, String> accept(HttpServerExchange exchange) throws Problem {
        var response = Handshake.respond(
                exchange.getRequestMethod().toString(),
                exchange.getProtocol().toString(),
                headers(exchange.getRequestHeaders()));
        if (response instanceof Handshake.Refused refused) {
            put(refused.headers(), exchange);
            throw new Problem(refused.status(), refused.reason());
        }
        return ((Handshake.Accepted) response).headers();
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
