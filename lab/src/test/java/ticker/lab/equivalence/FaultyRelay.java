package ticker.lab.equivalence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server, as a bad network does: bytes come late, in pieces, and connections are cut in the
 * middle of a message. What happens to the first, the second, the third connection is decided by the random numbers that it
 * is given. The lab's tap cuts at a time, this one after a number of bytes, so that a seed does the same again.
 */
final class FaultyRelay implements AutoCloseable {
    private static final int MAX_FAULTY = 8; // connections; then the network is good, so that a round ends soon

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private int connections;
    private volatile URI target;
    private volatile boolean healed;

    /**
     * What happens to one direction of a connection.
     *
     * @param delay in milliseconds, of all that is read together
     * @param piece so many bytes are written together, at most
     * @param cutAfter so many bytes in this direction
     * @param reset whether the cut is an error at the client, and not an end
     */
    private record Faults(int delay, int piece, int cutAfter, boolean reset) {
        static final Faults NONE = new Faults(0, 8192, Integer.MAX_VALUE, false);

        static Faults of(SplittableRandom random) {
            return new Faults(
                    Math.max(0, random.nextInt(5) - 2),
                    random.nextBoolean() ? 8192 : random.nextInt(1, 40),
                    random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(2500),
                    random.nextBoolean());
        }
    }

    FaultyRelay(URI target, SplittableRandom random) throws IOException {
        this.target = target;
        background(() -> {
            while (true) {
                var client = listener.accept();
                boolean good = ++connections > MAX_FAULTY;
                var up = good ? Faults.NONE : Faults.of(random);
                var down = good ? Faults.NONE : Faults.of(random);
                background(() -> connect(client, up, down));
            }
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** Leads new connections to this server, and cuts those to the one before. */
    void leadTo(URI server) throws IOException {
        target = server;
        cut();
    }

    /** Cuts all connections. */
    void cut() throws IOException {
        for (var client : clients) {
            client.close();
        }
    }

    /** From now on all bytes pass at once. */
    void heal() {
        healed = true;
    }

    private void connect(Socket client, Faults up, Faults down) throws Exception {
        clients.add(client); // first, look at the target second: a connection to an old target is then cut
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
            if (listener.isClosed()) {
                return;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            background(() -> {
                try (server) {
                    pass(client.getInputStream(), server.getOutputStream(), up, client);
                }
            });
            pass(server.getInputStream(), client.getOutputStream(), down, client);
        } finally {
            clients.remove(client);
        }
    }

    private void pass(InputStream from, OutputStream to, Faults faults, Socket client) throws Exception {
        int left = faults.cutAfter;
        var buffer = new byte[8192];
        for (int n; (n = from.read(buffer)) > 0; ) {
            if (faults.delay > 0 && !healed) {
                Thread.sleep(faults.delay);
            }
            for (int at = 0, length; at < n; at += length) {
                length = healed ? n - at : Math.min(Math.min(faults.piece, left), n - at);
                to.write(buffer, at, length);
                left -= length;
                if (left <= 0 && !healed) {
                    client.setSoLinger(faults.reset, 0);
                    client.close();
                    return;
                }
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
                // One end has gone: every connection ends so here.
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
