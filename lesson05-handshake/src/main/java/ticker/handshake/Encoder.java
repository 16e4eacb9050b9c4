package ticker.handshake;

import java.nio.ByteBuffer;

/**
 * Encodes quotes as a frame, once for all connections of one I/O thread. Connections with the same cursor get the same
 * object of quotes, and so they share the bytes of its frame.
 */
final class Encoder {
    private Quotes encoded;
    private ByteBuffer frame;

    ByteBuffer frame(Quotes quotes) {
        if (quotes != encoded) {
            var bytes = FrameCodec.unmasked(Frame.of(Opcode.TEXT, ByteBuffer.wrap(quotes.json())));
            frame = ByteBuffer.allocateDirect(bytes.remaining())
                    .put(bytes)
                    .flip(); // a write from the heap would copy it
            encoded = quotes;
        }
        return frame.rewind(); // another connection may have written it
    }
}
