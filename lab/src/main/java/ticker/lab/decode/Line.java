package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A line while its bytes arrive, without its end. It keeps the first of them. */
final class Line {
    private final int most;
    private byte[] kept = new byte[128];
    private long length;

    Line(int most) {
        this.most = most;
    }

    void add(byte next) {
        if (length == kept.length && length < most) {
            kept = Arrays.copyOf(kept, Math.min(most, 2 * kept.length));
        }
        if (length < kept.length) {
            kept[(int) length] = next;
        }
        length++;
    }

    long length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** What is kept of it. If the line ended with CR LF, the CR is part of the end. */
    String text() {
        int end = (int) Math.min(length, kept.length);
        return new String(kept, 0, end > 0 && kept[end - 1] == '\r' ? end - 1 : end, UTF_8);
    }

    void clear() {
        length = 0;
    }
}
