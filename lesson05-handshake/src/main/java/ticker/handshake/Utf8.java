package ticker.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.handshake.CloseReason.INVALID_DATA;
import static ticker.handshake.ProtocolException.check;

import java.nio.ByteBuffer;

/**
 * Checks UTF-8 byte by byte as it arrives (RFC 6455 §8.1, RFC 3629 §4): the first byte of a character says how many
 * follow, and what the second may be.
 */
final class Utf8 {
    // How many more bytes the character needs, and what the next one may be.
    private int missing;
    private int low = 0x80;
    private int high = 0xBF;

    /** A whole text. */
    static String decode(ByteBuffer bytes) throws ProtocolException {
        var text = new Utf8();
        for (var rest = bytes.duplicate(); rest.hasRemaining(); ) {
            text.add(rest.get());
        }
        text.end();
        return UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Takes the next byte. */
    void add(byte next) throws ProtocolException {
        int b = next & 0xFF;
        boolean fits = missing > 0 ? follows(b) : starts(b);
        if (!fits) {
            throw new ProtocolException(INVALID_DATA, "Text must be UTF-8.");
        }
    }

    /** The text is complete. */
    void end() throws ProtocolException {
        check(missing == 0, INVALID_DATA, "Text must not end inside a character.");
    }

    private boolean starts(int b) {
        if (b < 0x80) {
            return true;
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        // Below low it would be a longer form than needed, above high a surrogate or more than U+10FFFF.
        low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        return b >= 0xC2 && b <= 0xF4;
    }

    private boolean follows(int b) {
        boolean fits = b >= low && b <= high;
        missing--;
        low = 0x80;
        high = 0xBF;
        return fits;
    }
}
