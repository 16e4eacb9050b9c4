package ticker.lab.load;

import java.nio.ByteBuffer;

/** NDJSON: one message a line. An empty line is a sign of life. */
final class Lines implements StreamProtocol.Format {
    private final Bytes line = new Bytes();

    @Override
    public void take(ByteBuffer piece, Protocol.Listener listener) {
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (next != '\n') {
                line.add(next);
            } else if (line.length() > 0) {
                listener.heard(line.take());
            }
        }
    }
}
