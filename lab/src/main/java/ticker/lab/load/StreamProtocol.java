package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import ticker.lab.decode.HttpReader;
import ticker.lab.decode.HttpReader.Part;

/** One request, and a response that does not end, in which a format marks the messages. */
final class StreamProtocol implements Protocol {
    /** Finds the messages in a body. */
    interface Format {
        void take(ByteBuffer piece, Listener listener) throws IOException;
    }

    private final String host;
    private final String path;
    private final Format format;
    private final HttpReader reader = HttpReader.ofResponses(() -> "GET");

    StreamProtocol(String host, String path, Format format) {
        this.host = host;
        this.path = path;
        this.format = format;
    }

    @Override
    public byte[] request(long cursor) {
        return String.format(ROOT, "GET %s?after=%d HTTP/1.1\r\nHost: %s\r\n\r\n", path, cursor, host)
                .getBytes(US_ASCII);
    }

    @Override
    public void take(ByteBuffer in, Listener listener) throws IOException {
        for (Part part; (part = reader.read(in)) != null; ) {
            if (part == Part.BODY) {
                takeBody(in, listener);
            }
            if (reader.isBetweenMessages() && part != Part.EMPTY_LINE) {
                throw new IOException(
                        String.format(ROOT, "The server ended the stream with status %d.", reader.status()));
            }
        }
    }

    private void takeBody(ByteBuffer in, Listener listener) throws IOException {
        var piece = reader.bodyAtHand(in);
        int count = piece.remaining();
        if (reader.status() == 200) { // the body of a refusal has no messages
            format.take(piece, listener);
        }
        reader.taken(in, count);
    }
}
