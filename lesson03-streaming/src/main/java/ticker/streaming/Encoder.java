package ticker.streaming;

import java.nio.ByteBuffer;

/**
 * Encodes quotes in one format, for the subscribers of one I/O thread: once for the first that needs them. The others
 * that are in step get the same quotes, the same object, and share its bytes.
 */
final class Encoder {
    private final Format format;
    private Quotes encoded;
    private ByteBuffer message;

    Encoder(Format format) {
        this.format = format;
    }

    ByteBuffer message(Quotes quotes) {
        if (quotes != encoded) {
            var bytes = format.message(quotes);
            message = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(); // a write from the heap would copy it
            encoded = quotes;
        }
        return message.rewind(); // the subscriber before has written it
    }
}
