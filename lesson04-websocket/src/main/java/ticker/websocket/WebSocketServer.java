package ticker.websocket;

import static io.undertow.Handlers.predicate;
import static io.undertow.predicate.Predicates.path;
import static ticker.websocket.Guards.deadline;
import static ticker.websocket.Guards.only;
import static ticker.websocket.Guards.problems;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.net.URI;
import java.time.Duration;

/** Lesson 4: both sides send messages on one connection. */
public final class WebSocketServer implements Server.Lesson {
    private final OrderDesk orders;
    private final Subscribers subscribers;
    private final QuotesEndpoint endpoint;
    private final EndpointContainer container;
    private final Server server;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public WebSocketServer(int port, Market market) {
        this(Server.listenOn(port), market, Options.DEFAULT);
    }

    /** Starts with the caller's listeners. */
    public WebSocketServer(Undertow.Builder listeners, Market market, Options options) {
        this(listeners, market, new LocalOrderDesk(market), options);
    }

    /** Starts with the caller's listeners, and places orders at the caller's desk, which it closes at the end. */
    public WebSocketServer(Undertow.Builder listeners, Market market, OrderDesk orders, Options options) {
        this(listeners, market, orders, options, new Subscribers(market, options.maxSubscribers()));
    }

    WebSocketServer(
            Undertow.Builder listeners, Market market, OrderDesk orders, Options options, Subscribers subscribers) {
        this.orders = orders;
        this.subscribers = subscribers;
        endpoint = new QuotesEndpoint(market, orders, subscribers, options);
        container = new EndpointContainer(endpoint, options);
        // What can be refused with a status is refused before the upgrade. After it there are only close codes. The
        // check of
        // the handshake comes last. So a plain request gets the reason, too, when a page asks why its WebSocket is
        // refused.
        var quotes =
                only("GET, HEAD", new OriginCheck(options.origins(), place(new UpgradeCheck(container.handler()))));
        server = new Server(listeners, deadline(problems(predicate(path("/quotes"), quotes, new Page()))));
    }

    private HttpHandler place(HttpHandler next) {
        return exchange -> {
            subscribers.reserve(exchange);
            next.handleRequest(exchange);
        };
    }

    /** Where it listens. */
    @Override
    public URI uri() {
        return server.uri();
    }

    /** Tells all sessions that prices stand still, or that they move again. */
    public void halt(boolean halted) {
        endpoint.halt(halted);
    }

    /** Closes all sessions with 1001 (going away), waits at most a second until that has arrived, and stops. */
    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    void close(Duration timeout) {
        subscribers.close(timeout); // the container itself would not wait until its close frames have left
        container.close();
        server.close();
        orders.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        Server.run(
                "Lesson 4, WebSocket",
                8084,
                (listeners, market) -> new WebSocketServer(listeners, market, Options.fromSettings()));
    }
}
