package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import ticker.lab.Await;

/** One end of a connection, which the test controls. When nothing arrives, it says what it waited for and what came before. */
public final class Peer implements AutoCloseable {
    private static final int SHOWN = 200;

    private final Socket socket;

    Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
    }

    /** Connects to a port of this machine. */
    public static Peer to(int port) throws IOException {
        return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    /** Does not return before the bytes have fitted into the buffers: many of them are sent in the background. */
    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends no more, but still listens. */
    void end() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads so many bytes, or fewer if the connection ends. */
    String receive(int length) throws IOException {
        return receive(length + " bytes", length).toString(UTF_8);
    }

    /** Reads up to and with the given text. */
    public String receive(String end) throws IOException {
        var received = new ByteArrayOutputStream();
        while (!received.toString(UTF_8).endsWith(end)) {
            if (!receive(end, 1, received)) {
                throw new AssertionError(
                        "The connection ended before this came: %s. Received: %s".formatted(end, shown(received)));
            }
        }
        return received.toString(UTF_8);
    }

    /** Reads to the end of the connection. */
    byte[] receiveAll() throws IOException {
        return receive("the end of the connection", Integer.MAX_VALUE).toByteArray();
    }

    /** Waits until the connection is reset, and returns what the system says of it. */
    String awaitReset() throws IOException {
        try {
            var received = receive("the reset of the connection", Integer.MAX_VALUE);
            throw new AssertionError(
                    "The connection ended without a reset. Received before: %s".formatted(shown(received)));
        } catch (SocketException reset) {
            return reset.getMessage();
        }
    }

    private ByteArrayOutputStream receive(String what, int length) throws IOException {
        var received = new ByteArrayOutputStream();
        while (received.size() < length) {
            if (!receive(what, length - received.size(), received)) {
                break;
            }
        }
        return received;
    }

    /** Adds what comes next, at most so many bytes, or returns false at the end of the connection. */
    private boolean receive(String what, int most, ByteArrayOutputStream received) throws IOException {
        var piece = new byte[Math.min(most, 8192)];
        try {
            int length = socket.getInputStream().read(piece);
            received.write(piece, 0, Math.max(0, length));
            return length >= 0;
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(
                            ROOT,
                            "Waited %d s for %s. Received before: %s",
                            Await.LIMIT.toSeconds(),
                            what,
                            shown(received)),
                    late);
        }
    }

    /** The end of what may be long. */
    private static String shown(ByteArrayOutputStream received) {
        var text = received.size() == 0 ? "nothing" : received.toString(ISO_8859_1);
        return text.length() <= SHOWN ? text : "…" + text.substring(text.length() - SHOWN);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
