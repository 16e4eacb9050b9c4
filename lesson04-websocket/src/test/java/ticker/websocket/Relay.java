package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A network between a client and the server. It counts the bytes that pass, can lose them, and can cut connections. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final StringBuffer lost = new StringBuffer();
    private volatile URI server;
    private volatile boolean swallowsUp;
    private volatile boolean swallowsDown;

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

    /** Connections that begin from now on lead to another server. */
    void leadTo(URI server) {
        this.server = server;
    }

    /** How many TCP connections the client has opened. */
    int connections() {
        return connections.get();
    }

    /** How many bytes the server has sent. */
    long bytes() {
        return bytes.get();
    }

    /** What the server has sent and the client has not got, a letter for each byte. */
    String lost() {
        return lost.toString();
    }

    /** Both ends stay open from now on, and nothing arrives any more. */
    void swallow() {
        swallowsUp = true;
        swallowsDown = true;
    }

    /** Loses what the server sends, and passes on what the client sends. */
    void swallowWhatTheServerSends() {
        swallowsDown = true;
    }

    /** Cuts all connections. Those that begin from now on lose nothing. */
    void heal() throws IOException {
        cut();
        swallowsUp = false;
        swallowsDown = false;
    }

    /** Cuts every connection, without a close frame. */
    void cut() throws IOException {
        for (var client : clients) {
            client.close();
        }
        clients.clear();
    }

    private void connect(Socket client) throws Exception {
        try (client;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            clients.add(client);
            background(() -> up(client.getInputStream(), inside.getOutputStream(), inside));
            down(inside.getInputStream(), client.getOutputStream());
        }
    }

    private void up(InputStream from, OutputStream to, Socket end) throws IOException {
        var buffer = new byte[8192];
        try (end) {
            for (int n; (n = from.read(buffer)) > 0; ) {
                if (!swallowsUp) {
                    to.write(buffer, 0, n);
                }
            }
        }
    }

    private void down(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[8192];
        for (int n; (n = from.read(buffer)) > 0; ) {
            bytes.addAndGet(n);
            if (swallowsDown) {
                lost.append(new String(buffer, 0, n, ISO_8859_1));
            } else {
                to.write(buffer, 0, n);
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception gone) {
                // One end has gone. Every connection ends so here.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
