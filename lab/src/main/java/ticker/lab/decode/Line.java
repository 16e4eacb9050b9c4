package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A line while its bytes arrive, without its end. It keeps the first of them, and counts all. */
final class Line {
    private final int max;
    private byte[] kept = new byte[128];
    private long length;

    /** Keeps so many bytes at most. */
    Line(int max) {
        this.max = max;
    }

    void add(byte next) {
        if (length == kept.length && length < max) {
            kept = Arrays.copyOf(kept, Math.min(max, 2 * kept.length));
        }
        if (length < kept.length) {
            kept[(int) length] = next;
        }
        length++;
    }

    long length() {
        return length;
    }

    int keptLength() {
        return (int) Math.min(length, kept.length);
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean is(byte[] wanted) {
        return length == wanted.length && Arrays.equals(kept, 0, wanted.length, wanted, 0, wanted.length);
    }

    /** The index of the first byte of that value among those that are kept, or -1. */
    int indexOf(char wanted) {
        for (int i = 0; i < keptLength(); i++) {
            if (kept[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    boolean has(int index, char wanted) {
        return index < keptLength() && kept[index] == wanted;
    }

    /** The bytes that are kept from this one on. */
    byte[] bytes(int from) {
        return Arrays.copyOfRange(kept, from, keptLength());
    }

    String text(int from, int to) {
        return new String(kept, from, to - from, UTF_8);
    }

    /** What is kept of it. If the line ended with CR LF, the CR is part of the end. */
    String text() {
        int end = keptLength();
        return text(0, end > 0 && kept[end - 1] == '\r' ? end - 1 : end);
    }

    void clear() {
        length = 0;
    }
}
