package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;

/** The other end of a connection, which says what bytes it likes. */
final class Peer implements AutoCloseable {
    private final Socket socket = new Socket();

    /** Connects and shakes hands. */
    Peer(URI server, String path) throws IOException {
        this(server, path, 64 * 1024);
    }

    /** One whose network takes only so many bytes that it has not read. */
    Peer(URI server, String path, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        socket.setSoTimeout(10_000);
        send(request(server, path));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head::toString);
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

    /** Reads so many bytes; fewer when the server hangs up. */
    String receive(int count) throws IOException {
        return Hex.hex(ByteBuffer.wrap(socket.getInputStream().readNBytes(count)));
    }

    /** Reads what the server has left to say, until it hangs up. */
    String receiveAll() throws IOException {
        return Hex.hex(ByteBuffer.wrap(socket.getInputStream().readAllBytes()));
    }

    /** Reads a close frame and the end of the connection, and answers what it says. */
    CloseReason receiveClose() throws Exception {
        var bytes = ByteBuffer.wrap(socket.getInputStream().readAllBytes());
        return CloseReason.of(new FrameCodec(FrameCodec.Role.CLIENT, 125).read(bytes));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
