package ticker.websocket;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Encodes quotes for the sessions of one I/O thread: once for the first that needs them. The others that are in step, and
 * want the same symbols, get the same quotes, the same object, and share its bytes.
 */
final class Encoder {
    // Weak: a message is forgotten together with its quotes, soon after the next move.
    private final Map<Quotes, ByteBuffer> messages = new WeakHashMap<>();

    /** The bytes of a message, from where Undertow sends them without a copy; each session has a position of its own. */
    ByteBuffer message(Quotes quotes) {
        return messages.computeIfAbsent(quotes, Encoder::encode).asReadOnlyBuffer();
    }

    private static ByteBuffer encode(Quotes quotes) {
        var bytes = quotes.json();
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
