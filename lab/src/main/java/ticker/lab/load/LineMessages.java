package ticker.lab.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import ticker.lab.decode.LineReader;

/** NDJSON: one message a line. An empty line is a keep-alive. */
final class LineMessages implements StreamProtocol.Format {
    private final LineReader line = new LineReader(Protocol.MAX_MESSAGE);

    @Override
    public void take(ByteBuffer piece, Protocol.Listener listener) throws IOException {
        while (line.read(piece)) {
            if (line.length() > 0) {
                Protocol.checkLength(line.length());
                listener.message(line.bytes());
            }
        }
        Protocol.checkLength(line.length());
    }
}
