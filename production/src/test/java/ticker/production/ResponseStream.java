package ticker.production;

import static java.nio.charset.StandardCharsets.UTF_8;
import static ticker.production.Await.awaitResult;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response that never ends, read as it comes. */
public final class ResponseStream implements AutoCloseable {
    private final InputStream body;

    public ResponseStream(InputStream body) {
        this.body = body;
    }

    /** The text that comes next, up to the given end and with it. */
    public String next(String end) throws Exception {
        var visible = end.replace("\n", "\\n");
        return awaitResult("a text that ends with " + visible, () -> read(end));
    }

    // Byte by byte: a decompressor that is asked for more bytes than it has waits for the next message.
    private String read(String end) throws IOException {
        var text = new ByteArrayOutputStream();
        while (!text.toString(UTF_8).endsWith(end)) {
            int next = body.read();
            if (next < 0) {
                throw new EOFException("the stream ended after: " + text.toString(UTF_8));
            }
            text.write(next);
        }
        return text.toString(UTF_8);
    }

    /** All that comes until the stream or its connection ends. */
    public String rest() throws Exception {
        return awaitResult("the end of a stream", this::readAll);
    }

    private String readAll() {
        var text = new ByteArrayOutputStream();
        try {
            body.transferTo(text);
        } catch (IOException cut) {
            return text.toString(UTF_8); // its last chunk has not come
        }
        return text.toString(UTF_8);
    }

    /** Closes the connection, or over HTTP/2 the stream. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
