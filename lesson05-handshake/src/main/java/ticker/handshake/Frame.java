package ticker.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A frame, or a whole message in one (RFC 6455 §5.2).
 *
 * @param fin nothing of this message follows
 * @param payload unmasked, between position and limit: look, but leave the position where it is
 */
record Frame(boolean fin, Opcode opcode, ByteBuffer payload) {
    static Frame text(String text) {
        return of(Opcode.TEXT, UTF_8.encode(text));
    }

    static Frame of(Opcode opcode, ByteBuffer payload) {
        return new Frame(true, opcode, payload);
    }

    int length() {
        return payload.remaining();
    }

    /** A copy of the payload. */
    byte[] bytes() {
        var bytes = new byte[length()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    /** Such as {@code TEXT 48 65 6c 6c 6f}; a fragment that is not the last one has three dots behind it. */
    @Override
    public String toString() {
        return opcode + " " + HexFormat.ofDelimiter(" ").formatHex(bytes()) + (fin ? "" : " ...");
    }

    /** The payload as text, which must have been checked. */
    String text() {
        return UTF_8.decode(payload.duplicate()).toString();
    }
}
