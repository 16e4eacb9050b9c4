package ticker.streaming;

import java.nio.ByteBuffer;

/**
 * Encodes quotes in one format, for the subscribers of one I/O thread: once for the first that needs them. The others
 * with the same cursor get the same Quotes object from the market, and share its bytes.
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
            // Direct, since each write from the heap would copy it.
            message = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            encoded = quotes;
        }
        return message.rewind(); // the subscriber before has written it
    }
}
