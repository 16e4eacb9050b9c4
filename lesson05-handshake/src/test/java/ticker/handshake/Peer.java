package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/** The other end of a connection: it sends any bytes that a test wants. */
final class Peer implements AutoCloseable {
    private final Socket socket = new Socket();

    /** Connects and makes the handshake. */
    Peer(URI server, String path) throws IOException {
        this(server, path, 64 * 1024);
    }

    /** A peer whose network holds at most so many bytes that it has not read. */
    Peer(URI server, String path, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        send(request(server, path));
        var head = read("the response to the handshake", bytes -> text(bytes).endsWith("\r\n\r\n"));
        assertTrue(text(head).startsWith("HTTP/1.1 101 "), () -> text(head));
    }

    static ByteBuffer request(URI server, String path) {
        var text = Handshake.request(server.getAuthority(), path, "dGhlIHNhbXBsZSBub25jZQ==");
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    /** Sends bytes, given in hex. */
    void send(String hex) throws IOException {
        send(Hex.bytes(hex));
    }

    /** Sends a frame, masked as it must be. */
    void send(Frame frame) throws IOException {
        send(FrameCodec.masked(frame, 0x37fa213d));
    }

    void send(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), 0, bytes.limit());
    }

    /** Reads so many bytes, fewer if the server closes the connection. */
    String receive(int count) throws IOException {
        return hex(read(count + " bytes", bytes -> bytes.size() == count));
    }

    /** Reads the rest, until the server closes the connection. */
    String receiveAll() throws IOException {
        return hex(readAll());
    }

    /** Reads a close frame and the end of the connection. Returns the payload of the close. */
    CloseReason receiveClose() throws Exception {
        var bytes = readAll();
        var frame = new FrameCodec(FrameCodec.Role.CLIENT, 125).read(ByteBuffer.wrap(bytes.toByteArray()));
        assertNotNull(frame, () -> "The server ended TCP without a close frame. Received: " + hex(bytes));
        return CloseReason.of(frame);
    }

    private ByteArrayOutputStream readAll() throws IOException {
        return read("the end of the connection", bytes -> false);
    }

    private ByteArrayOutputStream read(String what, Predicate<ByteArrayOutputStream> isComplete) throws IOException {
        var bytes = new ByteArrayOutputStream();
        long start = System.nanoTime();
        try {
            for (int next;
                    !isComplete.test(bytes) && (next = socket.getInputStream().read()) >= 0; ) {
                bytes.write(next);
                if (System.nanoTime() - start > Await.LIMIT.toNanos()) {
                    throw new SocketTimeoutException("Other bytes came.");
                }
            }
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(ROOT, "Waited %d s for %s. Received: %s", Await.LIMIT.toSeconds(), what, end(bytes)),
                    late);
        }
        return bytes;
    }

    private static String end(ByteArrayOutputStream bytes) {
        var hex = hex(bytes);
        return hex.length() < 300 ? hex : "… " + hex.substring(hex.length() - 299);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(ISO_8859_1);
    }

    private static String hex(ByteArrayOutputStream bytes) {
        return Hex.hex(ByteBuffer.wrap(bytes.toByteArray()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
