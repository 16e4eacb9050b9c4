package ticker.lab.tap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntFunction;

/** A tap in front of a server that is in the test's hands: both ends of each connection are plain sockets. */
final class Ends implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final Tap tap;
    private final ServerSocket server = new ServerSocket(0, 1000, LOOPBACK);

    Ends() throws IOException {
        this(connection -> null);
    }

    Ends(IntFunction<Observer> observers) throws IOException {
        tap = new Tap(0, server.getLocalPort(), observers);
    }

    /** The reader's end of a new connection. */
    Socket reader() throws IOException {
        return patient(new Socket(LOOPBACK, tap.port()));
    }

    /** The server's end of the next connection. */
    Socket server() throws IOException {
        return patient(server.accept());
    }

    private static Socket patient(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** From now on nobody listens behind the tap. */
    void stopListening() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        tap.close();
        server.close();
    }
}
