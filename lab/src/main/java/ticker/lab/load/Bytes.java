package ticker.lab.load;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that come piece by piece, with a limit. */
final class Bytes {
    private static final int MOST = 1024 * 1024;

    private byte[] bytes = new byte[0];
    private int length;

    void add(byte next) {
        reserve(1);
        bytes[length++] = next;
    }

    void add(ByteBuffer piece) {
        int count = piece.remaining();
        reserve(count);
        piece.get(bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (length + count > MOST) {
            throw new ProtocolError("The server sends more than %d bytes without an end.".formatted(MOST));
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(MOST, 2 * bytes.length)));
        }
    }

    int length() {
        return length;
    }

    byte last() {
        return bytes[length - 1];
    }

    /** Everything, and begins anew. */
    byte[] take() {
        var all = Arrays.copyOf(bytes, length);
        length = 0;
        return all;
    }
}
