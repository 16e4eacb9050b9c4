package ticker.handshake;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as they are written in RFC 6455: {@code 81 05 48 65 6c 6c 6f}. */
final class Hex {
    private Hex() {}

    static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    static String hex(ByteBuffer bytes) {
        var array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return HexFormat.ofDelimiter(" ").formatHex(array);
    }
}
