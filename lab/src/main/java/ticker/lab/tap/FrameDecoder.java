package ticker.lab.tap;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/** Finds the frames of a WebSocket in one direction (RFC 6455 §5.2). It minds no rule that it can read without. */
final class FrameDecoder implements Decoder {
    private Draft draft = new Draft();
    private final byte[] header = new byte[14];
    private int read; // of the header
    private long left; // of the payload
    private boolean binary; // the message that a continuation continues

    @Override
    public Draft decode(ByteBuffer in) throws Undecodable {
        while (in.hasRemaining() && read < headerLength()) {
            header[read++] = draft.take(in);
            if (read == headerLength()) {
                left = length();
            }
        }
        if (read < headerLength()) {
            return null;
        }
        left -= draft.take(in, left);
        return left == 0 ? finish() : null;
    }

    private int headerLength() {
        if (read < 2) {
            return 2;
        }
        int extended = length7() < 126 ? 0 : length7() == 126 ? 2 : 8;
        return 2 + extended + (isMasked() ? 4 : 0);
    }

    private long length() throws Undecodable {
        var bytes = ByteBuffer.wrap(header);
        long length = length7() < 126 ? length7() : length7() == 126 ? bytes.getShort(2) & 0xFFFF : bytes.getLong(2);
        if (length < 0) {
            throw new Undecodable("the first bit of a 64-bit length must be 0");
        }
        return length;
    }

    private Draft finish() throws Undecodable {
        draft.payload(length());
        var payload = unmasked();
        binary = opcode() == 0 ? binary : opcode() == 2;
        var words = words(payload);
        draft.is(Kind.FRAME, name() + (words.isEmpty() ? "" : " " + words));
        fields(words);
        var done = draft;
        draft = new Draft();
        read = 0;
        return done;
    }

    /** What is kept of the payload, as it was before it was masked (§5.3). */
    private byte[] unmasked() {
        int start = headerLength();
        var payload = new byte[draft.position() - start];
        for (int i = 0; i < payload.length; i++) {
            int key = isMasked() ? header[start - 4 + i % 4] : 0;
            payload[i] = (byte) (draft.kept(start + i) ^ key);
        }
        return payload;
    }

    private String words(byte[] payload) {
        if (opcode() == 8 && payload.length >= 2) {
            int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
            return (code + " " + Words.of(payload, 2, payload.length)).strip();
        }
        boolean hex = binary && opcode() < 8 || isReserved() || (header[0] & 0x70) != 0;
        return hex ? Words.hex(payload) : Words.of(payload, 0, payload.length);
    }

    private void fields(String words) throws Undecodable {
        draft.field("FIN", 0, 1, isFinal() ? "1, the last frame of its message" : "0, the message goes on");
        draft.field("RSV", 0, 1, Integer.toBinaryString(8 | header[0] >> 4 & 7).substring(1));
        draft.field("opcode", 0, 1, "%X, %s".formatted(opcode(), opcodeName()));
        draft.field("MASK", 1, 1, isMasked() ? "1, masked" : "0, not masked");
        int key = headerLength() - (isMasked() ? 4 : 0);
        draft.field("length", 1, key - 1, Long.toString(length()));
        draft.field(
                "masking key", key, headerLength() - key, Words.hex(Arrays.copyOfRange(header, key, headerLength())));
        draft.field("payload", headerLength(), words);
    }

    private String name() {
        var name = isReserved() ? "opcode %X".formatted(opcode()) : opcodeName().toUpperCase(Locale.ROOT);
        return isFinal() ? name : name + " (goes on)";
    }

    private String opcodeName() {
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

    private boolean isReserved() {
        return (opcode() & 7) > 2;
    }

    private boolean isFinal() {
        return (header[0] & 0x80) != 0;
    }

    private int opcode() {
        return header[0] & 0x0F;
    }

    private boolean isMasked() {
        return (header[1] & 0x80) != 0;
    }

    private int length7() {
        return header[1] & 0x7F;
    }

    @Override
    public Draft unfinished() {
        return draft;
    }

    @Override
    public Draft end() {
        if (draft.isEmpty()) {
            return null;
        }
        draft.is(Kind.FRAME, "frame");
        return draft.cutOff();
    }
}
