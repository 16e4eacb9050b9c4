package ticker.polling;

import static io.undertow.Handlers.httpContinueRead;
import static io.undertow.Handlers.path;
import static ticker.polling.Guards.deadline;
import static ticker.polling.Guards.only;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lesson 1: the page asks again and again. */
public final class PollingServer implements AutoCloseable {
    private final Undertow undertow;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public PollingServer(int port, Market market) {
        undertow = Undertow.builder()
                .addHttpListener(port, "localhost")
                .setHandler(deadline(path(new Page())
                        .addExactPath("/quotes", only("GET, HEAD", new QuotesHandler(market)))
                        .addExactPath(
                                "/orders", only("POST", httpContinueRead(new OrdersHandler(new OrderDesk(market)))))))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.PATIENCE_MILLIS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L) // its way is to hang up: OrdersHandler says why
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 does so without saying it
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .build();
        start(port);
    }

    private void start(int port) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9081".formatted(port), failure);
            }
            throw failure;
        }
    }

    /** Where it listens. */
    public URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    @Override
    public void close() {
        undertow.stop();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        try {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries speak up only when something is wrong
            long now = System.currentTimeMillis();
            long seed = Settings.seed();
            double rate = Settings.rate();
            var market = new Market(now);
            var server = new PollingServer(Settings.port(8081), market);
            new Ticker(market, seed, now).start(rate);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.printf(
                    "Lesson 1, polling: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    server.uri(), rate, seed);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }
}
