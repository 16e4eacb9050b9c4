package ticker.streaming;

import java.util.Arrays;

/** Splits bytes as a network may. */
final class Cuts {
    /** What reads a part, and may fail. */
    interface Reader<E extends Exception> {
        void read(byte[] part) throws E;
    }

    private Cuts() {}

    static <E extends Exception> void every(byte[] bytes, int size, Reader<E> reader) throws E {
        for (int from = 0; from < bytes.length; from += size) {
            reader.read(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
        }
    }

    static <E extends Exception> void once(byte[] bytes, int at, Reader<E> reader) throws E {
        reader.read(Arrays.copyOf(bytes, at));
        reader.read(Arrays.copyOfRange(bytes, at, bytes.length));
    }
}
