package ticker.streaming;

import static io.undertow.Handlers.path;
import static ticker.streaming.Guards.deadline;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xnio.Options;

/** Lesson 3: one response that never ends, as plain lines and as Server-Sent Events. */
public final class StreamingServer implements AutoCloseable {
    private final Undertow undertow;
    private final Streams streams;
    private final String scheme;

    /** Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says that the port is taken. */
    public StreamingServer(int port, Market market) {
        this(port, market, Limits.STANDARD);
    }

    /** Starts with limits of its own. */
    public StreamingServer(int port, Market market, Limits limits) {
        this(port, market, limits, false);
    }

    StreamingServer(int port, Market market, Limits limits, boolean tls) {
        this(port, market, limits, tls, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    StreamingServer(int port, Market market, Limits limits, boolean tls, LongSupplier clock) {
        streams = new Streams(market, limits, clock);
        scheme = tls ? "https" : "http";
        undertow = listener(port, tls)
                .setHandler(path(deadline(new Page()))
                        .addExactPath("/stream", new StreamHandler(streams, Format.NDJSON))
                        .addExactPath("/events", new StreamHandler(streams, Format.EVENTS)))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.PATIENCE_MILLIS)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false) // HTTP/1.1 does so without saying it
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .setSocketOption(
                        Options.SEND_BUFFER, 16 * 1024) // what a reader can be behind before prices are left out
                .build();
        start(port);
    }

    /** A browser speaks HTTP/2 only over TLS; in its first message it says so, and the server agrees (ALPN, RFC 7301). */
    private static Undertow.Builder listener(int port, boolean tls) {
        return tls
                ? Undertow.builder()
                        .addHttpsListener(port, "localhost", Certificate.forLocalhost())
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                : Undertow.builder().addHttpListener(port, "localhost");
    }

    private void start(int port) {
        try {
            undertow.start();
        } catch (RuntimeException failure) {
            undertow.stop();
            if (failure.getCause() instanceof BindException) {
                throw new IllegalArgumentException(
                        "Port %d is taken. Choose another one: -Dport=9083".formatted(port), failure);
            }
            throw failure;
        }
    }

    /** Where it listens. */
    public URI uri() {
        var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
        return URI.create("%s://localhost:%d/".formatted(scheme, address.getPort()));
    }

    Streams streams() {
        return streams;
    }

    /** Ends the streams first: their readers then know that the server has stopped, and come back when it does. */
    @Override
    public void close() {
        streams.end();
        undertow.stop();
    }

    private static boolean tls() {
        var given = System.getProperty("tls", "false");
        if (!given.matches("true|false")) {
            throw new IllegalArgumentException("-Dtls must be true or false, not \"%s\".".formatted(given));
        }
        return given.equals("true");
    }

    /** Runs the lesson until Ctrl-C. */
    public static void main(String[] args) {
        try {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries speak up only when something is wrong
            long now = System.currentTimeMillis();
            long seed = Settings.seed();
            double rate = Settings.rate();
            int port = Settings.port(8083);
            var limits = Limits.settings();
            boolean tls = tls();
            var market = new Market(now);
            var server = new StreamingServer(port, market, limits, tls);
            new Ticker(market, seed, now).start(rate);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.printf(
                    "Lesson 3, streaming: %s (%s prices a second, seed %d). Ctrl-C stops it.%n",
                    server.uri(), rate, seed);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }
}
