package ticker.handshake;

import static ticker.handshake.ProtocolException.check;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Turns bytes into frames and frames into bytes, for one end of one connection. It knows no channel.
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
 *
 * Rules are those of RFC 6455 §5.
 */
final class FrameCodec {
    /** The end of the connection that this codec is at: a client masks, a server doesn't (§5.1). */
    enum Role {
        CLIENT,
        SERVER
    }

    private static final SecureRandom KEYS = new SecureRandom(); // §5.3: nobody may guess the next key

    private final Role role;
    private final long limit;
    private final ByteBuffer header = ByteBuffer.allocate(14); // what has arrived of it
    private byte[] payload; // what has arrived of it; null until the header is complete
    private int arrived;
    private long length;

    FrameCodec(Role role, long limit) {
        this.role = role;
        this.limit = limit;
    }

    /** Takes bytes up to the end of the next frame and answers it, or takes them all and answers null: more must arrive. */
    Frame read(ByteBuffer in) throws ProtocolException {
        if (payload == null && !headerArrives(in)) {
            return null;
        }
        payloadArrives(in);
        if (arrived < length) {
            return null;
        }
        var frame = part();
        header.clear();
        payload = null;
        return frame;
    }

    /** What has arrived of a frame that is still incomplete, or null. It shares its bytes with what follows. */
    Frame part() throws ProtocolException {
        return payload == null ? null : new Frame(fin(), opcode(), ByteBuffer.wrap(payload, 0, arrived));
    }

    boolean isInsideFrame() {
        return header.position() > 0;
    }

    private boolean headerArrives(ByteBuffer in) throws ProtocolException {
        while (header.position() < headerLength()) {
            if (!in.hasRemaining()) {
                return false;
            }
            header.put(in.get());
            if (header.position() == 2) {
                checkBits();
            }
        }
        length = length();
        check(length <= limit, 1009, "A frame has at most %d bytes here.", limit);
        // Nothing is taken for what is only announced: the payload grows as it arrives.
        payload = new byte[(int) Math.min(length, 125)];
        arrived = 0;
        return true;
    }

    private int headerLength() {
        if (header.position() < 2) {
            return 2;
        }
        int longer = length7() == 126 ? 2 : length7() == 127 ? 8 : 0;
        return 2 + longer + (isMasked() ? 4 : 0);
    }

    private void checkBits() throws ProtocolException {
        check((header.get(0) & 0x70) == 0, 1002, "RSV1, RSV2 and RSV3 must be 0: no extension was agreed on.");
        if (opcode().isControl()) {
            check(fin(), 1002, "A control frame must not be fragmented.");
            check(length7() <= 125, 1002, "A control frame has at most 125 bytes.");
        }
        check(isMasked() || role == Role.CLIENT, 1002, "A client must mask its frames.");
        check(!isMasked() || role == Role.SERVER, 1002, "A server must not mask its frames.");
    }

    private long length() throws ProtocolException {
        if (length7() < 126) {
            return length7();
        }
        long length = length7() == 126 ? header.getShort(2) & 0xFFFF : header.getLong(2);
        check(length >= 0, 1002, "The first bit of a 64-bit length must be 0.");
        check(length >= (length7() == 126 ? 126 : 65_536), 1002, "A length must be written in its shortest form.");
        return length;
    }

    private void payloadArrives(ByteBuffer in) {
        int n = (int) Math.min(length - arrived, in.remaining());
        if (arrived + n > payload.length) {
            long room = Math.max(arrived + n, 2L * payload.length);
            payload = Arrays.copyOf(payload, (int) Math.min(length, room));
        }
        in.get(payload, arrived, n);
        if (isMasked()) {
            mask(payload, arrived, n, header.getInt(header.position() - 4));
        }
        arrived += n;
    }

    private boolean fin() {
        return (header.get(0) & 0x80) != 0;
    }

    private Opcode opcode() throws ProtocolException {
        return Opcode.of(header.get(0) & 0x0F);
    }

    private boolean isMasked() {
        return (header.get(1) & 0x80) != 0;
    }

    private int length7() {
        return header.get(1) & 0x7F;
    }

    /** Masks, or unmasks, which is the same: every byte XOR the key's byte whose turn it is (§5.3). */
    private static void mask(byte[] bytes, int from, int count, int key) {
        for (int i = from; i < from + count; i++) {
            bytes[i] ^= (byte) (key >> (24 - 8 * (i & 3)));
        }
    }

    /** A frame's bytes, ready to be sent from this end. */
    ByteBuffer write(Frame frame) {
        return role == Role.SERVER ? unmasked(frame) : masked(frame, KEYS.nextInt());
    }

    static ByteBuffer unmasked(Frame frame) {
        var out = begin(frame, 0, frame.length());
        return out.put(frame.payload().duplicate()).flip();
    }

    static ByteBuffer masked(Frame frame, int key) {
        var bytes = frame.bytes();
        mask(bytes, 0, bytes.length, key);
        return begin(frame, 0x80, 4 + bytes.length).putInt(key).put(bytes).flip();
    }

    private static ByteBuffer begin(Frame frame, int mask, int rest) {
        int length = frame.length();
        var out = ByteBuffer.allocate((length < 126 ? 2 : length < 65_536 ? 4 : 10) + rest);
        out.put((byte) ((frame.fin() ? 0x80 : 0) | frame.opcode().bits));
        if (length < 126) {
            out.put((byte) (mask | length));
        } else if (length < 65_536) {
            out.put((byte) (mask | 126)).putShort((short) length);
        } else {
            out.put((byte) (mask | 127)).putLong(length);
        }
        return out;
    }
}
