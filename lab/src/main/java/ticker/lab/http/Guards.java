package ticker.lab.http;

import static java.util.Locale.ROOT;

import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.xnio.IoUtils;

/** Rules for every request, whatever its route. */
final class Guards {
    static final int TIMEOUT_MILLIS = 4000;
    private static final HttpString NOSNIFF = new HttpString("X-Content-Type-Options");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private Guards() {}

    /**
     * The rules for every request of a server. A request is refused if it is not certain where its body ends (RFC 9112
     * §6.3): a proxy in front may see another end, and take the rest for another request.
     */
    static HttpHandler everyRequest(HttpHandler routes) {
        return exchange -> {
            exchange.addResponseCommitListener(Guards::complete);
            exchange.addExchangeCompleteListener(Guards::forgetIfClosed);
            if (tokens(exchange, Headers.CONNECTION).contains("close")) {
                exchange.setPersistent(false);
            }
            var problem = inLength(exchange);
            if (problem == null) {
                routes.handleRequest(exchange);
            } else {
                exchange.setPersistent(false);
                problem.send(exchange);
                limit(exchange);
            }
        };
    }

    /**
     * Undertow does not check this (HttpReadListener.exchangeComplete). It would wait a minute for the next request on a
     * closed connection. After a 101 it would upgrade the closed connection. The close tasks would never run, and the
     * session would stay in the heap.
     */
    private static void forgetIfClosed(HttpServerExchange exchange, NextListener next) {
        if (!exchange.getConnection().isOpen()) {
            exchange.setPersistent(false);
        }
        next.proceed();
    }

    /** Completes the headers of a response before it is sent. */
    private static void complete(HttpServerExchange exchange) {
        if (exchange.getResponseHeaders().contains(Headers.CONTENT_TYPE)) {
            exchange.getResponseHeaders().put(NOSNIFF, "nosniff"); // a browser must not guess another type
        }
        if (exchange.getStatusCode() == StatusCodes.NO_CONTENT) {
            // Undertow would give a HEAD's 204 a transfer coding, which it must not have (RFC 9112 §6.1).
            exchange.setRequestMethod(Methods.GET);
        }
    }

    private static Problem inLength(HttpServerExchange exchange) {
        var lengths = tokens(exchange, Headers.CONTENT_LENGTH);
        if (lengths.size() > 1
                || lengths.size() == 1 && !LENGTH.matcher(lengths.get(0)).matches()) {
            return new Problem(400, "Content-Length must be one whole number of at most 18 digits.");
        }
        var codings = tokens(exchange, Headers.TRANSFER_ENCODING);
        if (codings.isEmpty() || codings.equals(List.of("chunked"))) {
            return null;
        }
        return codings.indexOf("chunked") == codings.size() - 1
                ? new Problem(501, "The only transfer coding here is chunked.")
                : new Problem(400, "The last transfer coding, and only that, must be chunked.");
    }

    /** A header may come more than once, and each time be a list. Case does not matter in its tokens. */
    static List<String> tokens(HttpServerExchange exchange, HttpString header) {
        var values = exchange.getRequestHeaders().get(header);
        return values == null
                ? List.of()
                : values.stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(token -> token.strip().toLowerCase(ROOT))
                        .toList();
    }

    /** Lets only these methods through. */
    static HttpHandler only(String methods, HttpHandler next) {
        var allowed = Arrays.asList(methods.split(", "));
        return exchange -> {
            if (!allowed.contains(exchange.getRequestMethod().toString())) {
                exchange.getResponseHeaders().put(Headers.ALLOW, methods);
                throw new Problem(405, String.format(ROOT, "%s takes only %s.", exchange.getRequestPath(), methods));
            }
            next.handleRequest(exchange);
        };
    }

    /** Turns a refusal into its response, a problem document. */
    static HttpHandler problems(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } catch (Problem problem) {
                problem.send(exchange);
            }
        };
    }

    /** Closes the connection of a client that takes too long to send its body or to read its response. */
    static HttpHandler deadline(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } finally {
                limit(exchange);
            }
        };
    }

    /** Closes the connection if the exchange has not ended after {@link #TIMEOUT_MILLIS}. */
    static void limit(HttpServerExchange exchange) {
        if (exchange.isComplete() || !exchange.getConnection().isOpen()) {
            return; // a client that goes while it sends its body ends the exchange, too
        }
        Runnable timeout = () -> IoUtils.safeClose(exchange.getConnection());
        try {
            var deadline = exchange.getIoThread().executeAfter(timeout, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            exchange.addExchangeCompleteListener((done, listener) -> {
                deadline.remove();
                listener.proceed();
            });
        } catch (RejectedExecutionException stopping) {
            timeout.run();
        }
    }
}
