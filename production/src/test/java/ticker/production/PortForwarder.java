package ticker.production;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a container reach a server that listens only on localhost: it listens on all addresses, and passes on the bytes of each
 * connection, both ways and unchanged.
 */
public final class PortForwarder implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0); // on all addresses: a container comes from outside
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong fromServer = new AtomicLong();
    private volatile URI server;

    public PortForwarder() throws IOException {
        background(() -> {
            while (true) {
                var outside = listener.accept();
                connections.incrementAndGet();
                background(() -> join(outside));
            }
        });
    }

    public void leadTo(URI server) {
        this.server = server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections have come. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes it has passed on to servers, in all. */
    public long bytesToServer() {
        return toServer.get();
    }

    /** How many bytes servers have sent through it, in all. */
    public long bytesFromServer() {
        return fromServer.get();
    }

    private void join(Socket outside) throws IOException {
        try (outside;
                var inside = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            background(() -> pass(outside, inside, toServer));
            pass(inside, outside, fromServer);
        }
    }

    /** When one end closes its connection, the other one's is closed, too. */
    private static void pass(Socket from, Socket to, AtomicLong count) throws IOException {
        to.setTcpNoDelay(true);
        var buffer = new byte[8192];
        try (to) {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, n);
                count.addAndGet(n);
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
