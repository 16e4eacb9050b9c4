package ticker.longpolling;

import static io.undertow.Handlers.path;
import static ticker.longpolling.Guards.deadline;
import static ticker.longpolling.Guards.only;
import static ticker.longpolling.Guards.problems;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.URI;

/** Lesson 2: the server responds when it has news. */
public final class LongPollingServer implements Server.Lesson {
    private final Subscribers subscribers;
    private final QuotesHandler quotes;
    private final Server server;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public LongPollingServer(int port, Market market) {
        this(port, market, Options.DEFAULT);
    }

    LongPollingServer(int port, Market market, Options options) {
        this(Server.listenOn(port), market, options);
    }

    /** Starts with the caller's listeners. */
    public LongPollingServer(Undertow.Builder listeners, Market market, Options options) {
        this(listeners, market, options, new Subscribers(market, options.maxSubscribers()));
    }

    LongPollingServer(Undertow.Builder listeners, Market market, Options options, Subscribers subscribers) {
        this.subscribers = subscribers;
        quotes = new QuotesHandler(market, subscribers, options.holdTime());
        server = new Server(
                listeners,
                path(deadline(problems(new Page())))
                        .addExactPath("/quotes", deadlineUnlessHeld(problems(only("GET, HEAD", quotes)))));
    }

    /** A held request has a time limit of its own: the hold time. It is dispatched, other exchanges are not. */
    private static HttpHandler deadlineUnlessHeld(HttpHandler next) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } finally {
                if (!exchange.isDispatched()) {
                    Guards.limit(exchange);
                }
            }
        };
    }

    /** Where it listens. */
    @Override
    public URI uri() {
        return server.uri();
    }

    /** Says that prices stand still, or move again. While they stand still, requests get a 503 and none is held. */
    public void halt(boolean halted) {
        quotes.halt(halted);
    }

    /** How many requests it holds now. */
    int held() {
        return subscribers.count();
    }

    @Override
    public void close() {
        subscribers.close();
        server.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        Server.run(
                "Lesson 2, long polling",
                8082,
                (listeners, market) -> new LongPollingServer(listeners, market, Options.fromSettings()));
    }
}
