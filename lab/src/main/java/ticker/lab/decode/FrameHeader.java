package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first bytes of a frame, as they arrive (RFC 6455 §5.2).
 *
 * <pre>
 *  FIN RSV RSV RSV opcode(4) | MASK length(7) | longer length (0, 16 or 64) | masking key (0 or 32)
 * </pre>
 */
public final class FrameHeader {
    private final byte[] bytes = new byte[14];
    private int read;

    /** Reads the header's bytes, as far as they are at hand; true: it is complete, and the payload follows. */
    public boolean read(ByteBuffer in) {
        while (in.hasRemaining() && !isComplete()) {
            bytes[read++] = in.get();
        }
        return isComplete();
    }

    /** The next byte begins another header. */
    public void clear() {
        read = 0;
    }

    boolean isComplete() {
        return read >= 2 && read == length();
    }

    /** The header's own length. */
    int length() {
        return maskingKey() + (isMasked() ? 4 : 0);
    }

    /** Where the masking key begins, if there is one. */
    int maskingKey() {
        return length7() < 126 ? 2 : length7() == 126 ? 4 : 10;
    }

    private int length7() {
        return bytes[1] & 0x7F;
    }

    /** The length of the payload, in bytes; a negative one breaks a rule (the first bit of a 64-bit length must be 0). */
    public long payload() {
        var buffer = ByteBuffer.wrap(bytes);
        return length7() < 126 ? length7() : length7() == 126 ? buffer.getShort(2) & 0xFFFF : buffer.getLong(2);
    }

    boolean isFinal() {
        return (bytes[0] & 0x80) != 0;
    }

    /** The three bits for extensions, as a number: 4 is RSV1, which marks a compressed message (RFC 7692 §6). */
    public int rsv() {
        return bytes[0] >> 4 & 7;
    }

    /** What the frame is: 1 text, 2 binary, 8 close, 9 ping, 10 pong, 0 goes on with a message. */
    public int opcode() {
        return bytes[0] & 0x0F;
    }

    /** Whether the payload is masked, as that of a client must be. */
    public boolean isMasked() {
        return (bytes[1] & 0x80) != 0;
    }

    /** Masks, or unmasks, the payload's byte with this index (§5.3). */
    byte mask(byte octet, int index) {
        return isMasked() ? (byte) (octet ^ bytes[maskingKey() + index % 4]) : octet;
    }

    /** A frame's name: a message that goes on says so. */
    String name() {
        var name = isReserved()
                ? String.format(ROOT, "OPCODE %X", opcode())
                : meaning().toUpperCase(ROOT);
        return isFinal() ? name : name + " (goes on)";
    }

    boolean isControl() {
        return opcode() >= 8;
    }

    boolean isReserved() {
        return meaning().equals("reserved");
    }

    String meaning() {
        return switch (opcode()) {
            case 0x0 -> "continuation";
            case 0x1 -> "text";
            case 0x2 -> "binary";
            case 0x8 -> "close";
            case 0x9 -> "ping";
            case 0xA -> "pong";
            default -> "reserved";
        };
    }

    /** The masking key, in hex. */
    String key() {
        return Printable.hex(Arrays.copyOfRange(bytes, maskingKey(), length()));
    }
}
