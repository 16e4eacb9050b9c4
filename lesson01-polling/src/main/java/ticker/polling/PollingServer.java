package ticker.polling;

import static io.undertow.Handlers.httpContinueRead;
import static io.undertow.Handlers.path;
import static ticker.polling.Guards.deadline;
import static ticker.polling.Guards.only;
import static ticker.polling.Guards.problems;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.URI;

/** Lesson 1: the page asks again and again. */
public final class PollingServer implements Server.Lesson {
    private final Server server;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public PollingServer(int port, Market market) {
        this(Server.listenOn(port), market);
    }

    /** Starts with the caller's listeners. */
    public PollingServer(Undertow.Builder listeners, Market market) {
        var quotes = new QuotesHandler(market);
        var orders = new OrdersHandler(new OrderDesk(market));
        // OrdersHandler has a limit of its own, and explains it to the client.
        listeners.setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L);
        server = new Server(
                listeners,
                deadline(problems(path(new Page())
                        .addExactPath("/quotes", only("GET, HEAD", quotes))
                        .addExactPath("/orders", only("POST", httpContinueRead(orders))))));
    }

    /** Where it listens. */
    @Override
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        Server.run("Lesson 1, polling", 8081, PollingServer::new);
    }
}
