package ticker.lab.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * The first bytes of a frame, as they arrive (RFC 6455 §5.2).
 *
 * <pre>
 *  FIN RSV RSV RSV opcode(4) | MASK length(7) | longer length (0, 16 or 64) | masking key (0 or 32)
 * </pre>
 */
final class FrameHeader {
    private final byte[] bytes = new byte[14];
    private int read;

    void add(byte next) {
        bytes[read++] = next;
    }

    void clear() {
        read = 0;
    }

    boolean isComplete() {
        return read >= 2 && read == length();
    }

    /** The header's own length. */
    int length() {
        return maskingKey() + (isMasked() ? 4 : 0);
    }

    private int maskingKey() {
        return length7() < 126 ? 2 : length7() == 126 ? 4 : 10;
    }

    private int length7() {
        return bytes[1] & 0x7F;
    }

    long payload() {
        var buffer = ByteBuffer.wrap(bytes);
        return length7() < 126 ? length7() : length7() == 126 ? buffer.getShort(2) & 0xFFFF : buffer.getLong(2);
    }

    boolean isFinal() {
        return (bytes[0] & 0x80) != 0;
    }

    int rsv() {
        return bytes[0] >> 4 & 7;
    }

    int opcode() {
        return bytes[0] & 0x0F;
    }

    boolean isMasked() {
        return (bytes[1] & 0x80) != 0;
    }

    /** Masks, or unmasks, the payload's byte with this index (§5.3). */
    byte mask(byte octet, int index) {
        return isMasked() ? (byte) (octet ^ bytes[maskingKey() + index % 4]) : octet;
    }

    /** A frame's name: a message that goes on says so. */
    String name() {
        var name = isReserved() ? "OPCODE %X".formatted(opcode()) : meaning().toUpperCase(Locale.ROOT);
        return isFinal() ? name : name + " (goes on)";
    }

    boolean isControl() {
        return opcode() >= 8;
    }

    boolean isReserved() {
        return meaning().equals("reserved");
    }

    private String meaning() {
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

    /** Names the header's parts in a draft that begins with them. */
    void fields(MessageBuilder draft) {
        draft.field("FIN", 0, 1, isFinal() ? "1, the message ends here" : "0, the message goes on");
        draft.field("RSV", 0, 1, Integer.toBinaryString(8 | rsv()).substring(1));
        draft.field("opcode", 0, 1, "%X, %s".formatted(opcode(), meaning()));
        draft.field("MASK", 1, 1, isMasked() ? "1, masked" : "0, not masked");
        draft.field("length", 1, maskingKey() - 1, Long.toString(payload()));
        var key = Arrays.copyOfRange(bytes, maskingKey(), length());
        draft.field("masking key", maskingKey(), key.length, Printable.hex(key));
    }
}
