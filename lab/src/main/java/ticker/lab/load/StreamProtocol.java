package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** One request, and an answer that does not end, in which a format marks the messages. */
final class StreamProtocol implements Protocol {
    /** Finds the messages in a body. */
    interface Format {
        void take(ByteBuffer piece, Listener listener);
    }

    private final String host;
    private final String path;
    private final Format format;
    private Listener listener;
    private final Answer answer = new Answer(this::takeBody);

    StreamProtocol(String host, String path, Format format) {
        this.host = host;
        this.path = path;
        this.format = format;
    }

    @Override
    public byte[] request(long cursor) {
        return "GET %s?after=%d HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(path, cursor, host)
                .getBytes(US_ASCII);
    }

    @Override
    public void take(ByteBuffer in, Listener listener) {
        this.listener = listener;
        if (answer.take(in)) {
            throw new ProtocolError("The server ended the stream with status %d.".formatted(answer.status()));
        }
    }

    private void takeBody(ByteBuffer piece) {
        if (answer.status() == 200) { // the body of a refusal has no messages
            format.take(piece, listener);
        }
    }
}
