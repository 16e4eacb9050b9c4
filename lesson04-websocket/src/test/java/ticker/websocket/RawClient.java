package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** A WebSocket client that can do everything wrong. It masks with zeros, so that what it sends can be read. */
final class RawClient implements AutoCloseable {
    static final String HANDSHAKE = """
            GET /quotes HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawClient(URI server) throws IOException {
        socket.setReceiveBufferSize(8 * 1024); // what it does not read soon stalls the server
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        in = new DataInputStream(socket.getInputStream());
        write(HANDSHAKE);
        var head = within("the response to the handshake", this::head);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no upgrade: " + head);
        }
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T within(String what, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(ROOT, "Waited %d s for %s. It did not come.", Await.LIMIT.toSeconds(), what), late);
        }
    }

    void write(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    /** A frame as bytes, one letter a byte: {@code first} is its first byte, such as 0x81 for the only frame of a text. */
    static String frame(int first, String payload) {
        int length = payload.length();
        var header = new StringBuilder().append((char) first);
        if (length < 126) {
            header.append((char) (0x80 | length));
        } else if (length < 65536) {
            header.append((char) (0x80 | 126)).append((char) (length >> 8)).append((char) (length & 255));
        } else {
            header.append((char) (0x80 | 127)).append("\0\0\0\0");
            for (int shift = 24; shift >= 0; shift -= 8) {
                header.append((char) (length >> shift & 255));
            }
        }
        return header + "\0\0\0\0" + payload;
    }

    void text(String payload) throws IOException {
        write(frame(0x81, payload));
    }

    /** The next frame: its opcode and its payload, a close frame's code in digits. */
    String read() throws IOException {
        return within("a frame", this::frame);
    }

    private String frame() throws IOException {
        int opcode = in.readUnsignedByte() & 15;
        int length = in.readUnsignedByte();
        var payload = new byte[length < 126 ? length : length == 126 ? in.readUnsignedShort() : (int) in.readLong()];
        in.readFully(payload);
        if (opcode == 8 && payload.length >= 2) {
            int code = (payload[0] & 255) << 8 | payload[1] & 255;
            return String.format(ROOT, "8 %d %s", code, new String(payload, 2, payload.length - 2, ISO_8859_1));
        }
        return String.format(ROOT, "%d %s", opcode, new String(payload, ISO_8859_1))
                .strip();
    }

    /** Reads the next frame, which must begin so. */
    void expect(String what, String start) throws IOException {
        var frame = read();
        assertTrue(
                frame.startsWith(start),
                () -> "%s: expected a frame that begins with <%s>, but it was <%s>".formatted(what, start, frame));
    }

    /** Reads until the server closes the connection. */
    void readAll() throws IOException {
        within("the end of the connection", () -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /** Resets the connection, without a close frame, as a crash does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
