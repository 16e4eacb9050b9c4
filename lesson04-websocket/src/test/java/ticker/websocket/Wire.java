package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.function.Predicate;

/** A plain socket to the server: what is sent and received is bytes, with nothing in between. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Wire(URI server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** Reads up to and with the given end, or to the end of the connection. */
    String receive(String end) throws IOException {
        var visible = end.replace("\r", "\\r").replace("\n", "\\n");
        return receive("a text that ends with " + visible, text -> endsWith(text, end));
    }

    /** Reads what else the server sends, until it closes the connection. */
    String receiveAll() throws IOException {
        return receive("the end of the connection", text -> false);
    }

    private String receive(String what, Predicate<StringBuilder> isComplete) throws IOException {
        var text = new StringBuilder();
        long start = System.nanoTime();
        try {
            while (!isComplete.test(text)) {
                socket.setSoTimeout(millisLeft(start));
                int next = in.read();
                if (next < 0) {
                    break;
                }
                text.append((char) next);
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(
                            ROOT,
                            "Waited %d s for %s. Received last: %s",
                            Await.LIMIT.toSeconds(),
                            what,
                            tail(text, 500)),
                    late);
        }
        return text.toString();
    }

    private static boolean endsWith(StringBuilder text, String end) {
        return tail(text, end.length()).equals(end);
    }

    private static String tail(StringBuilder text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }

    private static int millisLeft(long start) throws SocketTimeoutException {
        var left = Await.LIMIT.minusNanos(System.nanoTime() - start);
        if (left.toMillis() <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) left.toMillis();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
