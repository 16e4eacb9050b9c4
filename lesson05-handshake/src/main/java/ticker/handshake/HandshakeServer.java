package ticker.handshake;

import static io.undertow.Handlers.path;
import static ticker.handshake.Guards.deadline;
import static ticker.handshake.Guards.only;
import static ticker.handshake.Guards.problems;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lesson 5: the WebSocket by hand. */
public final class HandshakeServer implements AutoCloseable {
    private final Connections connections;
    private final Xray xray = new Xray();
    private final Limits limits;
    private final Undertow undertow;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public HandshakeServer(int port, Market market) {
        this(port, market, Limits.STANDARD);
    }

    HandshakeServer(int port, Market market, Limits limits) {
        this(port, market, limits, System::nanoTime);
    }

    /** One with another clock, which counts nanoseconds. */
    HandshakeServer(int port, Market market, Limits limits, LongSupplier clock) {
        this.limits = limits;
        connections = new Connections(clock);
        var encoder = new QuotesTalk.Encoder();
        undertow = Undertow.builder()
                .addHttpListener(port, "localhost")
                .setHandler(deadline(problems(path(new Page())
                        .addExactPath("/quotes", upgrade(ask -> new QuotesTalk(market, encoder, cursor(ask))))
                        .addExactPath("/echo", upgrade(ask -> new Echo()))
                        .addExactPath("/push", upgrade(ask -> new Push(market, limits.push())))
                        .addExactPath("/xray", only("GET, HEAD", xray)))))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 does so without saying it
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .build();
        start(port);
        market.listen(quote -> connections.offer());
    }

    private HttpHandler upgrade(Upgrade.Beginning beginning) {
        return only("GET", new Upgrade(beginning, connections, xray, limits));
    }

    private void start(int port) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9085".formatted(port), failure);
            }
            throw failure;
        }
    }

    private static long cursor(HttpServerExchange exchange) throws Problem {
        var after = exchange.getQueryParameters().get("after");
        if (after == null) {
            return 0;
        }
        if (!after.getFirst().matches("\\d{1,18}")) {
            throw new Problem(
                    400,
                    "after must be a whole number: the seq of your last quotes, or 0. It was \"%s\"."
                            .formatted(after.getFirst()));
        }
        return Long.parseLong(after.getFirst());
    }

    /** Where it listens. */
    public URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    /** How many connections are open. */
    int connections() {
        return connections.count();
    }

    @Override
    public void close() {
        connections.close();
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
            var server = new HandshakeServer(Settings.port(8085), market);
            new Ticker(market, seed, now).start(rate);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.printf(
                    "Lesson 5, handshake: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    server.uri(), rate, seed);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }
}
