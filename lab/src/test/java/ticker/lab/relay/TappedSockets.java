package ticker.lab.relay;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.function.IntFunction;
import ticker.lab.Await;

/** A tap in front of a server that is in the test's hands: both ends of each connection are plain sockets. */
final class TappedSockets implements AutoCloseable {
    final Tap tap;
    private final ServerSocket server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());

    TappedSockets() throws IOException {
        this(connection -> null);
    }

    TappedSockets(IntFunction<Observer> observers) throws IOException {
        server.setSoTimeout((int) Await.LIMIT.toMillis());
        tap = new Tap(0, server.getLocalPort(), observers);
    }

    /** The client's end of a new connection. */
    Peer client() throws IOException {
        return Peer.to(tap.port());
    }

    /** The server's end of the next connection. */
    Peer server() throws IOException {
        try {
            return new Peer(server.accept());
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(
                            ROOT,
                            "Waited %d s for the tap to connect to the server. It did not.",
                            Await.LIMIT.toSeconds()),
                    late);
        }
    }

    @Override
    public void close() throws IOException {
        tap.close();
        server.close();
    }
}
