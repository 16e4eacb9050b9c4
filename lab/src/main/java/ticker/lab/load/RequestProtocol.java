package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import ticker.lab.decode.HttpReader;
import ticker.lab.decode.HttpReader.Part;

/** Polling and long polling: a request, its response, and then the next request on the same connection. */
final class RequestProtocol implements Protocol {
    private final String host;
    private final HttpReader reader = HttpReader.ofResponses(() -> "GET");
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    RequestProtocol(String host) {
        this.host = host;
    }

    @Override
    public byte[] request(long cursor) {
        // Thousands in a second: so no format is interpreted.
        return ("GET /quotes?after=" + cursor + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(US_ASCII);
    }

    @Override
    public void take(ByteBuffer in, Listener listener) throws IOException {
        for (Part part; (part = reader.read(in)) != null; ) {
            if (part == Part.BODY) {
                takeBody(in);
            }
            if (reader.isBetweenMessages() && part != Part.EMPTY_LINE) {
                responded(listener);
            }
        }
    }

    private void takeBody(ByteBuffer in) throws IOException {
        var piece = new byte[reader.bodyAtHand(in).remaining()];
        Protocol.checkLength(body.size() + piece.length);
        reader.bodyAtHand(in).get(piece);
        body.writeBytes(piece);
        reader.taken(in, piece.length);
    }

    private void responded(Listener listener) throws IOException {
        var json = body.toByteArray();
        body.reset();
        if (reader.status() == 200) {
            listener.message(json);
        } else if (reader.status() != 204) {
            throw new IOException(String.format(ROOT, "The server responded with %d.", reader.status()));
        }
        listener.responded();
    }
}
