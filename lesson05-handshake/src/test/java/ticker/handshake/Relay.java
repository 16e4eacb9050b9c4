package ticker.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Stands between a client and a server: so a server that is started again may have another port. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private volatile URI server;
    private volatile int silences;

    Relay(URI server) throws IOException {
        this.server = server;
        background(() -> {
            while (true) {
                var client = listener.accept();
                background(() -> connect(client));
            }
        });
    }

    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/");
    }

    /** From now on it leads to another server. */
    void leadTo(URI server) {
        this.server = server;
    }

    /** From now on nothing passes on the open connections, and neither end notices: as when a network is gone. */
    void silence() {
        silences++;
    }

    private void connect(Socket client) throws IOException {
        try (client;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            int before = silences;
            background(() -> pass(client, inside, before));
            pass(inside, client, before);
        }
    }

    /** When one end closes, so does the other. */
    private void pass(Socket from, Socket to, int before) throws IOException {
        to.setTcpNoDelay(true);
        var buffer = new byte[8192];
        try (to) {
            for (int n; (n = from.getInputStream().read(buffer)) > 0; ) {
                if (silences == before) {
                    to.getOutputStream().write(buffer, 0, n);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // One end has gone: that is how every connection ends here.
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
