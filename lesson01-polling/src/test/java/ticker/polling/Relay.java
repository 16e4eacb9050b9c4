package ticker.polling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and the server as a proxy would: counts what passes, and can hold a response back. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger held = new AtomicInteger();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile String newestRequest = "";
    private volatile String newestResponse = "";
    private volatile int target;
    private volatile CountDownLatch gate = new CountDownLatch(0);

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

    /** Leads new connections to this server. So a test's next server needs no certain port. */
    void leadTo(URI server) {
        target = server.getPort();
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** How many TCP connections the client has opened. */
    int connections() {
        return connections.get();
    }

    /** How often the client has asked for quotes. */
    int requests() {
        return requests.get();
    }

    /** The head of the newest request for quotes. */
    String newestRequest() {
        return newestRequest;
    }

    /** The first line of the newest response. */
    String newestResponse() {
        return newestResponse;
    }

    /** How many bytes have passed, both ways together. */
    long bytes() {
        return bytes.get();
    }

    /** How many responses are held back now. */
    int held() {
        return held.get();
    }

    /** Cuts every connection, as a network that fails does: what is held is lost. */
    void cut() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    /** Holds every response that arrives from now on. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Lets new responses pass again. Those already held stay held until the result is run. */
    Runnable pass() {
        var held = gate;
        gate = new CountDownLatch(0);
        return held::countDown;
    }

    private void connect(Socket client) throws Exception {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            background(() -> up(client.getInputStream(), server.getOutputStream(), server));
            down(server.getInputStream(), client.getOutputStream());
        }
    }

    private void up(InputStream from, OutputStream to, Socket end) throws IOException {
        var head = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try (end) {
            for (int n; (n = from.read(buffer)) > 0; ) {
                head.write(buffer, 0, n);
                var text = head.toString(StandardCharsets.ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    newestRequest = text.startsWith("GET /quotes") ? text : newestRequest;
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
            var closed = gate;
            if (closed.getCount() > 0) {
                held.incrementAndGet();
                closed.await();
                held.decrementAndGet();
            }
            pass(buffer, n, to);
            var line = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).replaceFirst("(?s)\r.*", "");
            newestResponse = line.startsWith("HTTP/") ? line : newestResponse;
        }
    }

    private void pass(byte[] buffer, int n, OutputStream to) throws IOException {
        bytes.addAndGet(n);
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
