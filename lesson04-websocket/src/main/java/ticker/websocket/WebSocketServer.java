package ticker.websocket;

import static io.undertow.Handlers.predicate;
import static io.undertow.predicate.Predicates.path;
import static ticker.websocket.Guards.deadline;
import static ticker.websocket.Guards.only;
import static ticker.websocket.Guards.problems;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.ClassIntrospecter;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.InstanceFactory;
import io.undertow.servlet.util.DefaultClassIntrospector;
import io.undertow.servlet.util.ImmediateInstanceHandle;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lesson 4: both sides talk on one connection. */
public final class WebSocketServer implements AutoCloseable {
    private static final LongSupplier CLOCK = () -> System.nanoTime() / 1_000_000;

    private final Undertow undertow;
    private final DeploymentManager sockets;
    private final Broadcast broadcast;
    private final Desk desk;
    private final String scheme;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public WebSocketServer(int port, Market market) {
        this(port, market, Options.STANDARD);
    }

    WebSocketServer(int port, Market market, Options options) {
        this(port, market, options, CLOCK);
    }

    WebSocketServer(int port, Market market, Options options, LongSupplier clock) {
        this(port, market, new OrderDesk(market), options, clock);
    }

    WebSocketServer(int port, SharedMarket shared, Options options) {
        this(port, shared.copy(), new SharedDesk(shared), options, CLOCK);
        shared.onHalt(this::halt);
    }

    private WebSocketServer(int port, Market market, Desk desk, Options options, LongSupplier clock) {
        this.desk = desk;
        broadcast = new Broadcast(market, clock);
        sockets = deployment(QuotesEndpoint.class, new QuotesEndpoint(broadcast, desk, options), options);
        scheme = options.tls() ? "https" : "http";
        undertow = listener(port, options)
                .setHandler(deadline(problems(
                        predicate(path("/quotes"), only("GET", new Gate(options, start(sockets))), new Page()))))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 does so without saying it
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .build();
        start(port);
    }

    /** A servlet container with nothing in it but one WebSocket endpoint. */
    static <E> DeploymentManager deployment(Class<E> type, E endpoint, Options options) {
        var info = new WebSocketDeploymentInfo()
                .addEndpoint(type)
                .setBuffers(new DefaultByteBufferPool(false, 1024)) // for clients, of which we have none
                .addListener(container -> {
                    container.setDefaultMaxTextMessageBufferSize(options.maxMessage());
                    container.setDefaultMaxBinaryMessageBufferSize(options.maxMessage());
                });
        if (options.deflate()) {
            info.addExtension(new PerMessageDeflateHandshake());
        }
        var manager = Servlets.newContainer()
                .addDeployment(Servlets.deployment()
                        .setDeploymentName("sockets")
                        .setContextPath("/")
                        .setClassLoader(type.getClassLoader())
                        .setClassIntrospecter(knowing(type, endpoint))
                        .addServletContextAttribute(WebSocketDeploymentInfo.ATTRIBUTE_NAME, info));
        manager.deploy();
        return manager;
    }

    /** Lets the container use our endpoint where it would make one for each session. */
    private static <E> ClassIntrospecter knowing(Class<E> type, E endpoint) {
        return new ClassIntrospecter() {
            @Override
            public <T> InstanceFactory<T> createInstanceFactory(Class<T> wanted) throws NoSuchMethodException {
                return wanted.equals(type)
                        ? () -> new ImmediateInstanceHandle<>(wanted.cast(endpoint))
                        : DefaultClassIntrospector.INSTANCE.createInstanceFactory(wanted);
            }
        };
    }

    static HttpHandler start(DeploymentManager sockets) {
        try {
            return sockets.start();
        } catch (ServletException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static Undertow.Builder listener(int port, Options options) {
        return options.tls()
                ? Undertow.builder().addHttpsListener(port, "localhost", Certificate.forLocalhost())
                : Undertow.builder().addHttpListener(port, "localhost");
    }

    private void start(int port) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9084".formatted(port), failure);
            }
            throw failure;
        }
    }

    /** Where it listens. */
    public URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("%s://localhost:%d/".formatted(scheme, address.getPort()));
    }

    /** Tells every session that prices stand still, or move again. */
    void halt(boolean halted) {
        broadcast.halt(halted);
    }

    /** How many sessions there are. */
    int sessions() {
        return broadcast.size();
    }

    /** Lets every session look at the time now, as it does by itself each second. */
    void check() {
        broadcast.check();
    }

    /** Says goodbye to every session (1001, going away), waits a second at most for it to arrive, and stops. */
    @Override
    public void close() {
        close(Duration.ofSeconds(1));
    }

    void close(Duration goodbye) {
        broadcast.end(goodbye); // the container itself would not wait until its goodbyes have left
        if (sockets.getDeployment() != null) {
            sockets.undeploy();
        }
        undertow.stop();
        desk.close();
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        try {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries speak up only when something is wrong
            long seed = Settings.seed();
            double rate = Settings.rate();
            var server = start(Settings.port(8084), Options.read(), seed, rate);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.printf(
                    "Lesson 4, WebSocket: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    server.uri(), rate, seed);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    /** With a market of its own, or with the shared one that the settings name. */
    private static WebSocketServer start(int port, Options options, long seed, double rate) {
        var shared = SharedMarket.fromSettings();
        if (shared.isPresent()) {
            var server = new WebSocketServer(port, shared.get(), options);
            new Mover(shared.get(), seed).start(rate);
            return server;
        }
        long now = System.currentTimeMillis();
        var market = new Market(now);
        var server = new WebSocketServer(port, market, options);
        new Ticker(market, seed, now).start(rate);
        return server;
    }
}
