package ticker.streaming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.xnio.IoUtils;

/** Stands between a client and the server as a proxy would: notes the requests for streams, and can change the responses. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<String> responses = new ConcurrentLinkedQueue<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<CountDownLatch> secondHalf = new AtomicReference<>();
    private volatile boolean byteByByte;
    private volatile int bufferSize;
    private volatile URI server;

    Relay(URI server) throws IOException {
        this.server = server;
        background(() -> {
            while (true) {
                var client = listener.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                background(() -> connect(client));
            }
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** All requests for a stream. */
    List<String> requests() {
        return requests;
    }

    /** How many bytes the server has sent. */
    long bytes() {
        return bytes.get();
    }

    /** Gives the next request for a stream this response, in place of the server's. */
    void respond(String response) {
        responses.add(response);
    }

    /** Leads new connections to this server. */
    void leadTo(URI server) {
        this.server = server;
    }

    /** From now on passes on each byte alone. */
    void byteByByte() {
        byteByByte = true;
    }

    /** On new connections, keeps back what the server sends until there are so many bytes, or the end. */
    void buffer(int bytes) {
        bufferSize = bytes;
    }

    /** Passes only half of what the server sends next. The other half follows when the result is run. */
    Runnable halve() {
        var goOn = new CountDownLatch(1);
        secondHalf.set(goOn);
        return goOn::countDown;
    }

    /** Cuts all connections. */
    void cut() {
        clients.forEach(client -> IoUtils.safeClose(client));
    }

    private void connect(Socket client) throws Exception {
        try (client;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            background(() -> up(client, inside));
            down(inside.getInputStream(), client.getOutputStream());
        } finally {
            clients.remove(client);
        }
    }

    private void up(Socket client, Socket server) throws Exception {
        var head = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try (server) {
            for (int n; (n = client.getInputStream().read(buffer)) > 0; ) {
                head.write(buffer, 0, n);
                var text = head.toString(ISO_8859_1);
                if (text.endsWith("\r\n\r\n")) {
                    head.reset();
                    if (text.matches("(?s)GET /(events|stream).*")) {
                        requests.add(text);
                        var response = responses.poll();
                        if (response != null) {
                            var bytes = response.getBytes(ISO_8859_1);
                            pass(bytes, bytes.length, client.getOutputStream());
                            client.shutdownOutput();
                            return;
                        }
                    }
                    server.getOutputStream().write(text.getBytes(ISO_8859_1));
                }
            }
        }
    }

    private void down(InputStream from, OutputStream to) throws Exception {
        var buffer = new byte[8192];
        var kept = new ByteArrayOutputStream();
        for (int n; (n = from.read(buffer)) > 0; ) {
            bytes.addAndGet(n);
            kept.write(buffer, 0, n);
            if (kept.size() >= bufferSize) {
                pass(kept.toByteArray(), kept.size(), to);
                kept.reset();
            }
        }
        pass(kept.toByteArray(), kept.size(), to);
    }

    private void pass(byte[] buffer, int n, OutputStream to) throws Exception {
        var goOn = secondHalf.getAndSet(null);
        if (goOn != null) {
            to.write(buffer, 0, n / 2);
            goOn.await();
            to.write(buffer, n / 2, n - n / 2);
            return;
        }
        int step = byteByByte ? 1 : n;
        for (int at = 0; at < n; at += step) {
            to.write(buffer, at, step);
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
                // One end has gone: each connection ends like that here.
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
