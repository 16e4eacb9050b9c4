package ticker.streaming;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts bytes as a network may. */
final class Cuts {
    private Cuts() {}

    static void every(byte[] bytes, int size, Consumer<byte[]> consumer) {
        for (int from = 0; from < bytes.length; from += size) {
            consumer.accept(Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length)));
        }
    }

    static void once(byte[] bytes, int at, Consumer<byte[]> consumer) {
        consumer.accept(Arrays.copyOf(bytes, at));
        consumer.accept(Arrays.copyOfRange(bytes, at, bytes.length));
    }
}
