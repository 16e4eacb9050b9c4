package ticker.longpolling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and the server as a proxy would: counts what passes, and can stop everything on its way. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
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
            background(() -> up(client.getInputStream(), server.getOutputStream(), server));
            down(server.getInputStream(), client.getOutputStream());
        }
    }

    private void up(InputStream from, OutputStream to, Socket end) throws Exception {
        var head = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try (end) {
            for (int n; (n = from.read(buffer)) > 0; ) {
                head.write(buffer, 0, n);
                var text = head.toString(StandardCharsets.ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    requests.addAndGet(text.split("GET /quotes", -1).length - 1);
                    head.reset();
                }
                pass(buffer, n, to);
            }
        }
    }

    private void down(InputStream from, OutputStream to) throws Exception {
        var buffer = new byte[8192];
        for (int n; (n = from.read(buffer)) > 0; ) {
            pass(buffer, n, to);
        }
    }

    private void pass(byte[] buffer, int n, OutputStream to) throws Exception {
        if (stopped) {
            stops.incrementAndGet();
            trips.acquire();
        }
        to.write(buffer, 0, n);
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
