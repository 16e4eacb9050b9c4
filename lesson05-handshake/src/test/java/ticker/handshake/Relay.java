package ticker.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Stands between a client and a server: so a server that comes back needs no port that another program may have by now. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private volatile URI server;

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

    /** From now on stands before another server. */
    void leadTo(URI server) {
        this.server = server;
    }

    private void connect(Socket client) throws IOException {
        try (client;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            background(() -> pass(client, inside));
            pass(inside, client);
        }
    }

    /** When one end closes, so does the other. */
    private static void pass(Socket from, Socket to) throws IOException {
        to.setTcpNoDelay(true);
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
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
