package ticker.handshake;

import java.nio.ByteBuffer;

/**
 * Encodes quotes as a frame, for the connections of one I/O thread: once for the first that needs it. The others that are
 * in step get the same quotes, the same object, and share its bytes.
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
        return frame.rewind(); // the connection before has written it
    }
}
