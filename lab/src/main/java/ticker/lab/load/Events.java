package ticker.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Server-Sent Events as our server writes them: lines end with LF, and an event has one line of data. The whole format is
 * lesson 3's subject; here only the bytes count.
 */
final class Events implements StreamProtocol.Format {
    private static final String DATA = "data: ";

    private final Bytes line = new Bytes();

    @Override
    public void take(ByteBuffer piece, Protocol.Listener listener) {
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (next != '\n') {
                line.add(next);
            } else if (line.length() > 0) {
                takeLine(new String(line.take(), UTF_8), listener);
            }
        }
    }

    private static void takeLine(String text, Protocol.Listener listener) {
        if (text.startsWith(DATA)) {
            listener.heard(text.substring(DATA.length()).getBytes(UTF_8));
        }
    }
}
