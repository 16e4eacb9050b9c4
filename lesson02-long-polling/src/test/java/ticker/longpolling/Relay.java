package ticker.longpolling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and the server as a proxy would: counts what passes, and can stop everything on its way. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private final AtomicInteger stops = new AtomicInteger();
    private final Semaphore trips = new Semaphore(0);
    private volatile boolean stopped;
    private volatile int target;

    Relay(URI server) throws IOException {
        leadTo(server);
        background(() -> {
            while (true) {
                var client = listener.accept();
                connections.incrementAndGet();
                clients.add(client);
                background(() -> connect(client));
            }
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** Leads new connections to this server. So a test's next server needs no certain port. */
    void leadTo(URI server) {
        target = server.getPort();
    }

    /** Closes new connections at once, as if there were no server. */
    void leadNowhere() {
        target = 0; // nothing can listen there
    }

    /** How many TCP connections the client has opened. */
    int connections() {
        return connections.get();
    }

    /** How often the client has asked for quotes. */
    int requests() {
        return requests.get();
    }

    /** Stops everything from now on, both ways, as a dead connection does: neither end is told. */
    void stop() {
        trips.drainPermits();
        stopped = true;
    }

    /** Ends every connection that there is, as a network that fails does. */
    void cut() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    /**
     * Forgets the connections that there are, as a network does while a computer sleeps: nothing arrives on them, and the
     * client is not told before it sends something. New ones work.
     */
    void forget() {
        forgotten.addAll(clients);
    }

    /** How many messages have been stopped on their way so far, with those that have gone on since. */
    int stops() {
        return stops.get();
    }

    /** Lets one message go the rest of its way. */
    void trip() {
        trips.release();
    }

    /** Lets everything pass again. */
    void go() {
        stopped = false;
        trips.release(1000);
    }

    private void connect(Socket client) throws Exception {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            background(() -> up(client, server));
            down(server, client);
        }
    }

    private void up(Socket client, Socket server) throws Exception {
        var head = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try (server) {
            for (int n; (n = client.getInputStream().read(buffer)) > 0; ) {
                head.write(buffer, 0, n);
                var text = head.toString(StandardCharsets.ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    requests.addAndGet(text.split("GET /quotes", -1).length - 1);
                    head.reset();
                }
                if (forgotten.contains(client)) {
                    client.close();
                    return;
                }
                pass(buffer, n, server);
            }
        }
    }

    private void down(Socket server, Socket client) throws Exception {
        var buffer = new byte[8192];
        for (int n; (n = server.getInputStream().read(buffer)) > 0; ) {
            if (!forgotten.contains(client)) {
                pass(buffer, n, client);
            }
        }
    }

    private void pass(byte[] buffer, int n, Socket to) throws Exception {
        if (stopped) {
            stops.incrementAndGet();
            trips.acquire();
        }
        to.getOutputStream().write(buffer, 0, n);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception gone) {
                // One end has gone: every connection ends so here.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
