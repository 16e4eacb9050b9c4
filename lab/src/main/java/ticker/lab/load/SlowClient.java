package ticker.lab.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A client that takes one message each time it is told to. What it has not taken waits in the socket buffers, and before them. */
public final class SlowClient implements Protocol.Listener, AutoCloseable {
    private static final int AT_ONCE = 256; // bytes that it reads ahead: less than a few messages

    private final PriceBoard board = new PriceBoard();
    private final Protocol protocol;
    private final Socket socket;
    private final InputStream in;
    private QuotesMessage taken; // what the bytes at hand have brought
    private long seq; // of the newest price that it has

    /** Connects to a server on 127.0.0.1, and asks for its prices. The buffers are as large as they come. */
    public SlowClient(Technique technique, int port) throws IOException {
        protocol = Protocol.of(technique, port);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new BufferedInputStream(socket.getInputStream(), AT_ONCE);
        send(protocol.request(0));
    }

    /**
     * Waits for the next message with prices. An IOException says why there will be none.
     *
     * @return when the newest of them moved, in milliseconds since the epoch by the server's clock
     */
    public long take() throws IOException {
        for (taken = null; taken == null; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The server ended the connection.");
            }
            protocol.take(ByteBuffer.wrap(new byte[] {(byte) next}), this);
        }
        return taken.newest().moved();
    }

    @Override
    public void message(byte[] json) {
        var message = board.read(json);
        if (!message.prices().isEmpty()) { // else it is a keep-alive
            taken = message;
            seq = message.seq();
        }
    }

    @Override
    public void responded() throws IOException {
        send(protocol.request(seq));
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
