package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Polling and long polling: a request, its answer, and then the next request on the same connection. */
final class RequestProtocol implements Protocol {
    private final String host;
    private final Bytes body = new Bytes();
    private Answer answer = new Answer(body::add);

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
        while (in.hasRemaining() && answer.take(in)) {
            int status = answer.status();
            answer = new Answer(body::add);
            var json = body.take();
            if (status == 200) {
                listener.heard(json);
            } else if (status != 204) {
                throw new ProtocolError("The server answered %d.".formatted(status));
            }
            listener.answered();
        }
    }
}
