package ticker.lab.relay;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A loopback relay in front of a server. It copies bytes untouched and at once, both ways, passes on half-closes, resets
 * and back-pressure, and tells observers what has gone on to its receiver. One thread does it all, and waits only for its
 * selector.
 */
public final class Tap implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Tap.class.getName());
    private static final int BACKLOG = 1000;
    private static final long PAUSE = MILLISECONDS.toNanos(100);

    private final Selector selector;
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final InetSocketAddress target;
    private final IntFunction<Observer> observers;
    private final Thread thread = new Thread(this::run, "tap");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>(); // for the tap's thread, from others
    private final Timers timers = new Timers();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(Faults.CAPACITY);
    private int connections;
    private volatile Faults faults = Faults.NONE;
    private volatile boolean closing;

    /**
     * Starts on a port of localhost, 0 for any that is free. An IllegalArgumentException says why the port can't be used.
     *
     * @param target the server's port on localhost; while no server listens there, every connection is reset
     * @param observers asked for the observer of each connection, by its number from 1. They are called in the tap's
     *     thread and must not wait. One that throws is told no more.
     */
    public Tap(int port, int target, IntFunction<Observer> observers) {
        this.target = new InetSocketAddress("localhost", target);
        this.observers = observers;
        try {
            selector = Selector.open();
            for (var address : addresses(port)) {
                listen(address, port);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The addresses of localhost that are listened on. A chosen port must be ours in IPv6, too: a browser may try that first,
     * and would find another program.
     */
    public static List<String> addresses(int port) {
        return port > 0 && hasIpv6() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1");
    }

    private static boolean hasIpv6() {
        try (var any = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return any.isBound();
        } catch (IOException absent) {
            return false;
        }
    }

    private void listen(String address, int port) throws IOException {
        var listener = ServerSocketChannel.open();
        listeners.add(listener);
        try {
            listener.configureBlocking(false);
            listener.bind(new InetSocketAddress(address, port), BACKLOG).register(selector, OP_ACCEPT);
        } catch (BindException refused) {
            stopListening();
            selector.close();
            throw new IllegalArgumentException(reason(port, refused), refused);
        }
    }

    private void stopListening() throws IOException {
        for (var listener : listeners) {
            listener.close();
        }
    }

    /** Why the course can't have one of its ports: one below 1024 often needs special rights. The system may say it in another language. */
    public static String reason(int port, BindException refused) {
        var words = String.valueOf(refused.getMessage());
        var reason = words.startsWith("Permission denied")
                ? "needs special rights"
                : words.equals(taken()) ? "is taken" : "can't be used: " + words;
        return String.format(
                ROOT, "Port %d %s. The course takes six ports in a row: -Dport=N takes N to N+5.", port, reason);
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

    /** The port it listens on. */
    public int port() {
        return listeners.get(0).socket().getLocalPort();
    }

    /** Where clients find the server. */
    public URI uri() {
        return URI.create("http://localhost:" + port() + "/");
    }

    /** The port of the server behind it. A client that connects there is not observed, and no fault acts on it. */
    public int target() {
        return target.getPort();
    }

    /** What it does to the bytes now. */
    public Faults faults() {
        return faults;
    }

    /** From now on it does this to the bytes, also to those it holds. */
    public void faults(Faults faults) {
        this.faults = faults;
        task(() -> {
            listen();
            each(RelayedConnection::flow);
        });
    }

    /** Cuts all connections that are open. What they hold is lost. */
    public void cut(Cut how) {
        task(() -> each(connection -> connection.cut(how)));
    }

    private void task(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void each(Consumer<RelayedConnection> action) {
        for (var key : selector.keys()) {
            if (key.attachment() instanceof RelayedConnection connection) {
                action.accept(connection);
            }
        }
    }

    private void run() {
        try (selector) {
            relay();
        } catch (IOException fault) {
            LOG.log(Level.SEVERE, "A tap has failed", fault);
        }
    }

    private void relay() throws IOException {
        try {
            while (!closing) {
                selector.select(this::ready, timers.timeout());
                timers.run();
                runTasks();
            }
            passLastBytes();
            each(connection -> connection.cut(Cut.FIN));
        } finally {
            stopListening();
        }
    }

    /** A server that has just been closed may have sent something before. */
    private void passLastBytes() throws IOException {
        long end = System.nanoTime() + PAUSE;
        while (selector.selectNow(this::ready) > 0 && System.nanoTime() < end) {
            // Each look may make another one worthwhile: what is connected now can be read next.
        }
    }

    private void runTasks() {
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }

    private void ready(SelectionKey key) {
        runTasks(); // a connection that comes after a fault or a cut must find it done
        if (key.attachment() instanceof RelayedConnection connection) {
            connection.ready(key, scratch);
        } else if (!faults.stall()) {
            accept((ServerSocketChannel) key.channel());
        }
    }

    /** Takes one connection: the next one may have come after a fault or a cut that is still to be done. */
    private void accept(ServerSocketChannel listener) {
        try {
            var client = listener.accept();
            if (client != null) {
                open(client);
            }
        } catch (IOException tooManyOpenFiles) {
            LOG.log(Level.WARNING, "A tap could not take a connection", tooManyOpenFiles);
            interest(0); // at once it would only fail again
            timers.set(System.nanoTime() + PAUSE, this::listen);
        }
    }

    private void open(SocketChannel accepted) throws IOException {
        try {
            var client = new RelaySocket(accepted, selector);
            var server = new RelaySocket(SocketChannel.open(), selector);
            var observer = new SafeObserver(observers, ++connections);
            new RelayedConnection(client, server, observer, this::faults, timers).connect(target);
        } catch (IOException fault) {
            accepted.close();
            throw fault;
        }
    }

    /** Takes connections, unless everything is stalled. */
    private void listen() {
        interest(faults.stall() ? 0 : OP_ACCEPT);
    }

    private void interest(int ops) {
        listeners.forEach(listener -> listener.keyFor(selector).interestOps(ops));
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
