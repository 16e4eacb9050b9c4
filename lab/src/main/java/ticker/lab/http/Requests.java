package ticker.lab.http;

import io.undertow.io.Receiver.RequestToLargeException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the routes of the lab have in common: the rules of the lessons for requests, and bodies with a limit. */
public final class Requests {
    private static final int MAX_BODY = 4096;

    private Requests() {}

    /** What holds for every request, as in the lessons. */
    public static HttpHandler everyRequest(HttpHandler routes) {
        return Guards.everyRequest(routes);
    }

    /** Lets only these methods through, and turns a refusal into a problem document (RFC 9457). */
    public static HttpHandler route(String methods, HttpHandler next) {
        return Guards.problems(Guards.only(methods, next));
    }

    /** The same for a response that does not stream: closes the connection of a client that takes too long. */
    public static HttpHandler quick(String methods, HttpHandler next) {
        return Guards.deadline(route(methods, next));
    }

    /** The same for a request with effects: a page of another origin may make a browser send one, so it is refused. */
    public static HttpHandler own(String methods, HttpHandler next) {
        return quick(methods, new OriginCheck(List.of(), next));
    }

    /** Why a request is refused, in words for the client: to be thrown by the handler of a route. */
    public static Exception refusal(int status, String detail) {
        return new Problem(status, detail);
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
            new Problem(413, "The body has at most %d bytes.".formatted(MAX_BODY)).send(exchange);
        } else {
            exchange.endExchange(); // the client is gone
        }
    }
}
