package ticker.handshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a container in to a server that listens only to its own machine: what comes goes there, and back, untouched. */
final class Door implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0); // at all addresses: a container comes from outside
    private final AtomicInteger connections = new AtomicInteger();
    private volatile URI server;

    Door() throws IOException {
        background(() -> {
            while (true) {
                var outside = listener.accept();
                connections.incrementAndGet();
                background(() -> join(outside));
            }
        });
    }

    void leadTo(URI server) {
        this.server = server;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections have come. */
    int connections() {
        return connections.get();
    }

    private void join(Socket outside) throws IOException {
        try (outside;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            background(() -> pass(outside, inside));
            pass(inside, outside);
        }
    }

    /** When one end hangs up, so does the other. */
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
