package ticker.longpolling;

import static io.undertow.Handlers.path;
import static ticker.longpolling.Guards.deadline;
import static ticker.longpolling.Guards.only;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lesson 2: the server answers when it has news. */
public final class LongPollingServer implements AutoCloseable {
    private static final int HOLD_MILLIS = 25_000;
    private static final int MAX_HELD = 10_000;

    private final WaitingRooms rooms;
    private final Undertow undertow;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public LongPollingServer(int port, Market market) {
        this(port, market, HOLD_MILLIS, MAX_HELD);
    }

    /** Starts with a hold time of its own, in milliseconds, and a limit of its own to how many requests are held. */
    public LongPollingServer(int port, Market market, long holdMillis, int maxHeld) {
        rooms = new WaitingRooms(market, holdMillis, maxHeld);
        undertow = Undertow.builder()
                .addHttpListener(port, "localhost")
                .setHandler(path(deadline(new Page()))
                        .addExactPath("/quotes", limitUnlessHeld(only("GET, HEAD", new QuotesHandler(rooms)))))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.PATIENCE_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 does so without saying it
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false) // no answer waits for the next one
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .build();
        start(port);
    }

    /** A held exchange, which is dispatched, has a time limit of its own: the hold. */
    private static HttpHandler limitUnlessHeld(HttpHandler next) {
        return exchange -> {
            next.handleRequest(exchange);
            if (!exchange.isComplete() && !exchange.isDispatched()) {
                Guards.limit(exchange);
            }
        };
    }

    private void start(int port) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9082".formatted(port), failure);
            }
            throw failure;
        }
    }

    /** Where it listens. */
    public URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("http://localhost:" + address.getPort() + "/");
    }

    /** How many requests it holds now. */
    int held() {
        return rooms.held();
    }

    /** Tells the readers that prices stand still, until they move again: with 503, which ends every hold. */
    void halt(boolean halted) {
        rooms.halt(halted);
    }

    @Override
    public void close() {
        rooms.close();
        undertow.stop();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        try {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries speak up only when something is wrong
            long now = System.currentTimeMillis();
            long seed = Settings.seed();
            double rate = Settings.rate();
            // A proxy in between loses patience after 30 s at the earliest, our readers after 35 s.
            long hold = Settings.whole("hold", HOLD_MILLIS, 100, 30_000);
            int maxHeld = (int) Settings.whole("maxHeld", MAX_HELD, 1, 1_000_000);
            var shared = SharedMarket.fromSettings();
            var market = shared.map(SharedMarket::copy).orElseGet(() -> new Market(now));
            var server = new LongPollingServer(Settings.port(8082), market, hold, maxHeld);
            if (shared.isPresent()) {
                shared.get().onHalt(server::halt);
                new Mover(shared.get(), seed).start(rate);
            } else {
                new Ticker(market, seed, now).start(rate);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.printf(
                    "Lesson 2, long polling: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    server.uri(), rate, seed);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }
}
