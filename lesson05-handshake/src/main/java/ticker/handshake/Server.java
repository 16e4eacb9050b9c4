package ticker.handshake;

import static java.util.Locale.ROOT;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is the same in the servers of all lessons: how they listen, start and stop, and how their programs run. */
final class Server implements AutoCloseable {
    /** A lesson that runs. */
    interface Lesson extends AutoCloseable {
        URI uri();

        @Override
        void close();
    }

    /** Starts a lesson. */
    interface Start {
        Lesson start(Undertow.Builder listeners, Market market);
    }

    // XNIO logs errors when a server stops while it accepts clients. Nothing is wrong then.
    private static final List<Logger> XNIO =
            List.of(Logger.getLogger("org.xnio.nio"), Logger.getLogger("org.xnio.listener"));

    static {
        XNIO.forEach(logger -> logger.setFilter(entry -> !(entry.getThrown() instanceof RejectedExecutionException
                || entry.getThrown() instanceof ClosedChannelException)));
    }

    private final Undertow undertow;

    /**
     * Listens on a port of localhost, 0 for any that is free. A chosen port must be ours in IPv6, too: a browser may try
     * that first, and would find another program there.
     */
    static Undertow.Builder listenOn(int port) {
        var listeners = Undertow.builder().addHttpListener(port, "127.0.0.1");
        return port > 0 && hasIpv6() ? listeners.addHttpListener(port, "::1") : listeners;
    }

    static boolean hasIpv6() {
        try (var any = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return any.isBound();
        } catch (IOException absent) {
            return false;
        }
    }

    /** Starts. An IllegalArgumentException says that the port is taken. */
    Server(Undertow.Builder listeners, HttpHandler routes) {
        undertow = listeners
                .setHandler(Guards.everyRequest(routes))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Guards.TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16 * 1024)
                // Otherwise, when the next request is there, Undertow keeps a response back until that has its own.
                .setServerOption(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                // HTTP/1.1 keeps connections open without a header for it.
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 1000)
                .build();
        try {
            undertow.start();
        } catch (RuntimeException failure) { // it has stopped then
            if (failure.getCause() instanceof BindException refused) {
                throw new IllegalArgumentException(reason(refused), failure);
            }
            throw failure;
        }
    }

    /** Why a port can't be used. One below 1024 often needs special rights. The system may say it in another language. */
    static String reason(BindException refused) {
        var words = String.valueOf(refused.getMessage());
        var reason = words.startsWith("Permission denied")
                ? "This port needs special rights."
                : words.equals(taken()) ? "The port is taken." : "The port can't be used: " + words + ".";
        return reason + " -Dport=N chooses another one, -Dport=0 any that is free.";
    }

    /** What the system says of a port that is taken, in its own language. */
    private static String taken() {
        try (var first = new ServerSocket(0);
                var second = new ServerSocket(first.getLocalPort())) {
            throw new IllegalStateException("Two programs have the port " + second.getLocalPort() + ".");
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    /** Where it listens. */
    URI uri() {
        var listener = undertow.getListenerInfo().get(0);
        int port = ((InetSocketAddress) listener.getAddress()).getPort();
        return URI.create(String.format(ROOT, "%s://localhost:%d/", listener.getProtcol(), port));
    }

    @Override
    public void close() {
        undertow.stop();
    }

    /** The first line of a log opens files. A line that says that no more files can be opened would come too late for it. */
    private static void loadFormatter() {
        new SimpleFormatter().format(new LogRecord(Level.INFO, ""));
    }

    /** The program of a lesson: runs it until Ctrl-C, with the market, the port and the pace that the settings name. */
    static void run(String title, int port, Start lesson) {
        Settings.orExit(() -> {
            Logger.getLogger("").setLevel(Level.WARNING); // the libraries log only what is wrong
            loadFormatter();
            long now = System.currentTimeMillis();
            long seed = Settings.seed();
            double rate = Settings.rate();
            boolean steady = Settings.steady();
            var market = new Market(now);
            var running = lesson.start(listenOn(Settings.port(port)), market);
            new Ticker(market, seed, now).start(rate, steady);
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            System.out.printf(
                    ROOT, "%s: %s (%s prices a second, seed %d). Ctrl-C stops it.%n", title, running.uri(), rate, seed);
        });
    }
}
