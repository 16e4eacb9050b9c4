package ticker.handshake;

import static ticker.handshake.CloseReason.PROTOCOL_ERROR;
import static ticker.handshake.CloseReason.TOO_BIG;
import static ticker.handshake.ProtocolException.check;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Turns bytes into frames and frames into bytes (RFC 6455 §5.2), for one end of one connection. It uses no channel.
 *
 * <pre>
 *   0               1               2 or 2-3 or 2-9           then 4 if MASK
 *  +-+-+-+-+-------+-+-------------+-------------------------+-------------+---------
 *  |F|R|R|R| opcode|M|   length    | if 126: 16-bit length   | masking key | payload
 *  |I|S|S|S|       |A|  0 to 125,  | if 127: 64-bit length   |             |
 *  |N|V|V|V|       |S| 126 or 127  |                         |             |
 *  | |1|2|3|       |K|             |                         |             |
 *  +-+-+-+-+-------+-+-------------+-------------------------+-------------+---------
 * </pre>
 */
final class FrameCodec {
    /** The side of the connection that uses this codec: a client masks, a server doesn't (§5.1). */
    enum Role {
        CLIENT,
        SERVER
    }

    // The first byte.
    private static final int FIN = 0b1000_0000;
    private static final int RSV = 0b0111_0000;
    private static final int OPCODE = 0b0000_1111;

    // The second byte.
    private static final int MASK = 0b1000_0000;
    private static final int LENGTH = 0b0111_1111;

    // A length of 126 or 127 says that the next bytes are the length.
    private static final int IN_16_BITS = 126;
    private static final int IN_64_BITS = 127;

    /** The fields of a frame in the order of their bytes, and how many bytes each has. */
    private enum Field {
        FIRST_BYTE(1),
        SECOND_BYTE(1),
        LENGTH_16(2),
        LENGTH_64(8),
        MASKING_KEY(4),
        PAYLOAD(0);

        final int size;

        Field(int size) {
            this.size = size;
        }
    }

    // §5.3: the next key must not be predictable.
    private static final SecureRandom KEYS = new SecureRandom();

    private final Role role;
    private final long limit;

    // The field that is read next, how many of its bytes have arrived, and their value so far.
    private Field next = Field.FIRST_BYTE;
    private int bytes;
    private long value;

    // What has been read of the frame.
    private boolean fin;
    private Opcode opcode;
    private boolean masked;
    private long length;
    private int maskingKey;
    private byte[] payload;
    private int arrived;

    FrameCodec(Role role, long limit) {
        this.role = role;
        this.limit = limit;
    }

    // ---- Reading ----

    /** Takes bytes up to the end of the next frame and returns it, or takes them all and returns null: more must arrive. */
    Frame read(ByteBuffer in) throws ProtocolException {
        while (next != Field.PAYLOAD) {
            if (!arrives(in)) {
                return null;
            }
            switch (next) {
                case FIRST_BYTE -> readFirstByte((int) value);
                case SECOND_BYTE -> readSecondByte((int) value);
                case LENGTH_16 -> readLongerLength(value, 126);
                case LENGTH_64 -> readLongerLength(value, 65_536);
                case MASKING_KEY -> readMaskingKey((int) value);
            }
            bytes = 0;
            value = 0;
        }
        readPayload(in);
        return arrived < length ? null : end();
    }

    /** Takes bytes of the next field. Returns whether it is complete. */
    private boolean arrives(ByteBuffer in) {
        for (; bytes < next.size && in.hasRemaining(); bytes++) {
            value = value << 8 | in.get() & 0xFF;
        }
        return bytes == next.size;
    }

    private void readFirstByte(int first) throws ProtocolException {
        fin = (first & FIN) != 0;
        check((first & RSV) == 0, PROTOCOL_ERROR, "RSV1, RSV2 and RSV3 must be 0: no extension was agreed on.");
        opcode = Opcode.of(first & OPCODE);
        check(fin || !opcode.isControl(), PROTOCOL_ERROR, "A control frame must not be fragmented.");
        next = Field.SECOND_BYTE;
    }

    private void readSecondByte(int second) throws ProtocolException {
        masked = (second & MASK) != 0;
        check(masked || role == Role.CLIENT, PROTOCOL_ERROR, "A client must mask its frames.");
        check(!masked || role == Role.SERVER, PROTOCOL_ERROR, "A server must not mask its frames.");
        length = second & LENGTH;
        check(length <= 125 || !opcode.isControl(), PROTOCOL_ERROR, "A control frame has at most 125 bytes.");
        if (length == IN_16_BITS) {
            next = Field.LENGTH_16;
        } else if (length == IN_64_BITS) {
            next = Field.LENGTH_64;
        } else {
            beginPayload();
        }
    }

    /** A length that has bytes of its own, and the smallest length that needs so many. */
    private void readLongerLength(long longer, int least) throws ProtocolException {
        check(longer >= 0, PROTOCOL_ERROR, "The first bit of a 64-bit length must be 0.");
        check(longer >= least, PROTOCOL_ERROR, "A length must be written in its shortest form.");
        length = longer;
        beginPayload();
    }

    /** The length is known. Takes no memory for bytes that are only announced: the payload grows as it arrives. */
    private void beginPayload() throws ProtocolException {
        check(length <= limit, TOO_BIG, "A frame has at most %d bytes here.", limit);
        payload = new byte[(int) Math.min(length, 125)];
        arrived = 0;
        next = masked ? Field.MASKING_KEY : Field.PAYLOAD;
    }

    private void readMaskingKey(int key) {
        maskingKey = key;
        next = Field.PAYLOAD;
    }

    private void readPayload(ByteBuffer in) {
        int n = (int) Math.min(length - arrived, in.remaining());
        if (arrived + n > payload.length) {
            long room = Math.max(arrived + n, 2L * payload.length);
            payload = Arrays.copyOf(payload, (int) Math.min(length, room));
        }
        in.get(payload, arrived, n);
        if (masked) {
            mask(payload, arrived, n, maskingKey);
        }
        arrived += n;
    }

    private Frame end() {
        var frame = part();
        next = Field.FIRST_BYTE;
        payload = null;
        return frame;
    }

    /** What has arrived of a frame that is still incomplete, or null before its payload. It shares its bytes with what follows. */
    Frame part() {
        return next == Field.PAYLOAD ? new Frame(fin, opcode, ByteBuffer.wrap(payload, 0, arrived)) : null;
    }

    boolean isInsideFrame() {
        return next != Field.FIRST_BYTE;
    }

    /** Masks, or unmasks, which is the same: each byte XOR one of the four bytes of the key, in turn (§5.3). */
    private static void mask(byte[] bytes, int from, int count, int key) {
        for (int i = from; i < from + count; i++) {
            bytes[i] ^= (byte) (key >> (24 - 8 * (i & 3)));
        }
    }

    // ---- Writing ----

    /** A frame's bytes, ready to be sent from this end. */
    ByteBuffer write(Frame frame) {
        return role == Role.SERVER ? unmasked(frame) : masked(frame, KEYS.nextInt());
    }

    static ByteBuffer unmasked(Frame frame) {
        return begin(frame, 0, frame.length()).put(frame.payload().duplicate()).flip();
    }

    static ByteBuffer masked(Frame frame, int key) {
        var payload = frame.bytes();
        mask(payload, 0, payload.length, key);
        return begin(frame, MASK, 4 + payload.length).putInt(key).put(payload).flip();
    }

    /** The first bytes of a frame, with room for the rest. */
    private static ByteBuffer begin(Frame frame, int mask, int rest) {
        int length = frame.length();
        var out = ByteBuffer.allocate((length < 126 ? 2 : length < 65_536 ? 4 : 10) + rest);
        out.put((byte) ((frame.fin() ? FIN : 0) | frame.opcode().bits));
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length < 65_536) {
            out.put((byte) (mask | IN_16_BITS)).putShort((short) length);
        } else {
            out.put((byte) (mask | IN_64_BITS)).putLong(length);
        }
        return out;
    }
}
