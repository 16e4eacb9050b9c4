package ticker.lab.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** Rules for every request, whatever its route. */
final class Guards {
    static final int TIMEOUT_MILLIS = 4000;

    private Guards() {}

    /** Lets only these methods through. */
    static HttpHandler only(String methods, HttpHandler next) {
        var allowed = Arrays.asList(methods.split(", "));
        return exchange -> {
            if (!allowed.contains(exchange.getRequestMethod().toString())) {
                exchange.getResponseHeaders().put(Headers.ALLOW, methods);
                throw new Problem(405, "%s takes only %s.".formatted(exchange.getRequestPath(), methods));
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
            next.handleRequest(exchange);
            if (!exchange.isComplete()) {
                limit(exchange);
            }
        };
    }

    /** Closes the connection if the exchange has not ended after {@link #TIMEOUT_MILLIS}. */
    static void limit(HttpServerExchange exchange) {
        Runnable timeout = () -> {
            // Otherwise Undertow waits a minute for the next request of the closed connection.
            exchange.setPersistent(false);
            IoUtils.safeClose(exchange.getConnection());
        };
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
