package ticker.production.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The bytes of HTTP/2 (RFC 9113). */
final class Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** What a client sends first; its settings follow. */
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    private Frames() {}

    /** 3 bytes of the length, 1 of the type, 1 of the flags, 4 of the stream's number, and the rest. */
    static byte[] frame(int type, int flags, int stream, byte... rest) {
        return ByteBuffer.allocate(9 + rest.length)
                .putInt(rest.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(rest)
                .array();
    }

    /** The headers of GET: :method and :scheme are in HPACK's table, :path and :authority are written out. */
    static byte[] get(String path) {
        return join(
                new byte[] {(byte) 0x82, (byte) 0x87, 0x04, (byte) path.length()},
                path.getBytes(US_ASCII),
                new byte[] {0x01, 9},
                "localhost".getBytes(US_ASCII));
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
