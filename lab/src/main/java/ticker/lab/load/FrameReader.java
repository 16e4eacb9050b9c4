package ticker.lab.load;

import java.nio.ByteBuffer;

/** Reads a server's frames piece by piece, and makes a client's (RFC 6455 §5.2). Our servers don't fragment. */
final class FrameReader {
    private final ByteBuffer head = ByteBuffer.allocate(10);
    private ByteBuffer payload;

    /** True: a frame is complete. What is left in the buffer comes behind it. */
    boolean take(ByteBuffer in) {
        if (payload != null && !payload.hasRemaining()) {
            payload = null; // the last frame's
            head.clear();
        }
        while (payload == null && in.hasRemaining()) {
            head.put(in.get());
            takeHead();
        }
        if (payload == null) {
            return false;
        }
        int count = Math.min(payload.remaining(), in.remaining());
        payload.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        return !payload.hasRemaining();
    }

    private void takeHead() {
        if (head.position() == 2 + lengthBytes()) {
            long length = length();
            if (length > 1024 * 1024 || (head.get(1) & 0x80) != 0) {
                throw new ProtocolError("A server's frame is unmasked and, here, no longer than 1 MiB.");
            }
            payload = ByteBuffer.allocate((int) length);
        }
    }

    /** How many bytes tell the length, besides the second one. */
    private int lengthBytes() {
        if (head.position() < 2) {
            return 8; // not known yet: so the head is not complete
        }
        return switch (head.get(1) & 0x7f) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private long length() {
        int first = head.get(1) & 0x7f;
        return switch (first) {
            case 126 -> Short.toUnsignedInt(head.getShort(2));
            case 127 -> head.getLong(2);
            default -> first;
        };
    }

    int opcode() {
        return head.get(0) & 0x0f;
    }

    byte[] payload() {
        return payload.array();
    }

    /** A client's frame, of less than 126 bytes. Its mask is zero: it hides nothing, but costs what a mask costs. */
    static byte[] masked(int opcode, byte[] payload) {
        if (payload.length > 125) {
            throw new IllegalArgumentException("Clients say nothing that long.");
        }
        return ByteBuffer.allocate(6 + payload.length)
                .put((byte) (0x80 | opcode))
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }
}
