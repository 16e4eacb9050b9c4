package ticker.handshake;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** The buffer that all connections of one I/O thread read into. Its bytes are valid until the next connection reads. */
final class ReadBuffer {
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(16 * 1024);

    /** Returns the bytes that have come, or null at the end of the connection. */
    ByteBuffer read(ConduitStreamSourceChannel source) throws IOException {
        int count = source.read(bytes.clear());
        return count < 0 ? null : bytes.flip();
    }
}
