package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.function.Predicate;

/** A plain socket to the server: what is sent and received is bytes, with nothing in between. */
final class Wire implements AutoCloseable {
    private final Socket socket;

    Wire(URI server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Reads up to and with the given end, or to the end of the connection. */
    String receive(String end) throws IOException {
        return receive(end, text -> text.indexOf(end) >= 0);
    }

    /** Reads what the server has left to say, until it closes the connection. */
    String receiveAll() throws IOException {
        return receive("the end of the connection", text -> false);
    }

    private String receive(String what, Predicate<StringBuilder> isComplete) throws IOException {
        var text = new StringBuilder();
        try {
            for (int next;
                    !isComplete.test(text) && (next = socket.getInputStream().read()) >= 0; ) {
                text.append((char) next);
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    "Waited %d s for %s. Received: %s".formatted(Await.LIMIT.toSeconds(), what, text), late);
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
