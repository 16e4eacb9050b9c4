package ticker.lab.http;

import static java.util.Locale.ROOT;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the routes of the lab have in common: which requests they take, bodies with a limit, and a deadline. */
public final class Requests {
    static final int MAX_BODY = 4096;

    private final List<String> names;

    /** Takes requests that call the server by one of these names, by localhost, or by an address of the loopback. */
    public Requests(List<String> names) {
        this.names = names;
    }

    /** Listens on a port of these addresses, 0 for any that is free. Closes a connection whose request stops half-way. */
    public static Undertow.Builder listenOn(List<String> addresses, int port) {
        var listeners = Undertow.builder();
        addresses.forEach(address -> listeners.addHttpListener(port, address));
        return listeners
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false);
    }

    /** What holds for every request, as in the lessons. */
    public static HttpHandler everyRequest(HttpHandler routes) {
        return Guards.everyRequest(routes);
    }

    /** A route for these methods, and closes the connection of a client that takes too long. */
    public HttpHandler quick(String methods, HttpHandler next) {
        return Guards.deadline(route(methods, next));
    }

    /** A route whose response is an event stream, which stays open. Only a refusal and a HEAD have a deadline. */
    public HttpHandler stream(HttpHandler next) {
        var route = route("GET, HEAD", next);
        return exchange -> {
            route.handleRequest(exchange);
            if (exchange.getStatusCode() != StatusCodes.OK
                    || exchange.getRequestMethod().equals(Methods.HEAD)) {
                Guards.limit(exchange);
            }
        };
    }

    /** Every route can disturb the lessons, or tell what passes their wires. So only our own pages may use it. */
    private HttpHandler route(String methods, HttpHandler next) {
        var own = new OriginCheck(List.of(), Guards.only(methods, next));
        return Guards.problems(new HostCheck(names, own));
    }

    /** Why a request is refused, in words for the client: to be thrown by the handler of a route. */
    public static Exception refusal(int status, String detail) {
        return new Problem(status, detail);
    }

    /** What comes after all routes: there is nothing. */
    public static void missing(HttpServerExchange exchange) {
        new Problem(404, String.format(ROOT, "There is nothing at %s.", exchange.getRequestPath())).send(exchange);
    }

    /** A parameter of the query, or an empty text. */
    public static String parameter(HttpServerExchange exchange, String name) {
        var values = exchange.getQueryParameters().get(name);
        return values == null ? "" : values.getFirst();
    }

    /**
     * Reads the whole body, at most 4096 bytes.
     *
     * @param parse makes a value of it, or says with an IllegalArgumentException which rule it breaks
     * @param use sends the response
     */
    public static <T> void body(HttpServerExchange exchange, Function<byte[], T> parse, Consumer<T> use) {
        var receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MAX_BODY);
        receiver.receiveFullBytes((whole, body) -> take(whole, body, parse, use), Requests::refuse);
    }

    private static <T> void take(HttpServerExchange exchange, byte[] body, Function<byte[], T> parse, Consumer<T> use) {
        T value;
        try {
            value = parse.apply(body);
        } catch (IllegalArgumentException broken) {
            new Problem(400, broken.getMessage()).send(exchange);
            return;
        }
        use.accept(value);
    }

    private static void refuse(HttpServerExchange exchange, IOException failure) {
        if (failure instanceof RequestToLargeException) {
            new Problem(413, String.format(ROOT, "The body has at most %d bytes.", MAX_BODY)).send(exchange);
        } else {
            exchange.endExchange(); // the client is gone
        }
    }
}
