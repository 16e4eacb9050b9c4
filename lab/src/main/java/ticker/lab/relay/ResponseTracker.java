package ticker.lab.relay;

import java.nio.ByteBuffer;
import ticker.lab.decode.HttpReader;
import ticker.lab.decode.HttpReader.Part;
import ticker.lab.decode.Undecodable;

/**
 * Follows the responses that go down a connection as a proxy does, which has to know when one is whole. It goes by
 * Content-Length: to it, a response in chunks is a stream, and so is what is not HTTP.
 */
final class ResponseTracker {
    // It does not see the requests, so it takes each for a GET.
    private final HttpReader reader = HttpReader.ofResponses(() -> "GET");
    private boolean streams; // the end can't be foreseen

    /** These bytes have arrived. */
    void add(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && !streams && !reader.isHttpOver()) {
                addPart(bytes);
            }
        } catch (Undecodable noHttp) {
            streams = true;
        }
    }

    private void addPart(ByteBuffer bytes) throws Undecodable {
        var part = reader.read(bytes);
        if (part == Part.HEAD_END) {
            streams = reader.isChunked() || reader.isUntilClose();
        } else if (part == Part.BODY) {
            reader.taken(bytes, reader.bodyAtHand(bytes).remaining());
        }
    }

    /** Whether the last byte that has arrived was the last one of a response, so that there is nothing to wait for. */
    boolean isWhole() {
        return !streams && (reader.isHttpOver() || reader.isBetweenMessages());
    }
}
