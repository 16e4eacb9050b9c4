package ticker.lab.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import ticker.lab.decode.Direction;
import ticker.lab.decode.HttpReader;
import ticker.lab.decode.HttpReader.Part;
import ticker.lab.decode.Undecodable;

/**
 * Follows the responses of a connection, as a proxy does, to know when each one is whole. It needs the method of the
 * request, since a response to HEAD has no body (RFC 9112 §6.3), and Content-Length. A response in chunks counts as a
 * stream, and so does everything that is not HTTP.
 */
final class ResponseTracker {
    private static final int MAX_REQUESTS = 1000;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Queue<String> methods = new ArrayDeque<>(); // of the requests whose responses are to come
    private final HttpReader requests = HttpReader.ofRequests();
    private final HttpReader responses = HttpReader.ofResponses(this::method);
    private boolean noRequests; // what goes up is not HTTP, or is HTTP no longer
    private boolean streams; // the end can't be foreseen

    /** The method that the next response is for. What is not known is taken for a GET. */
    private String method() {
        return methods.isEmpty() ? "GET" : methods.element();
    }

    /** These bytes have arrived from one side. */
    void add(Direction direction, ByteBuffer bytes) {
        if (direction == Direction.UP) {
            addRequests(bytes);
        } else {
            addResponses(bytes);
        }
    }

    private void addRequests(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && !noRequests && !streams && !responses.isHttpOver()) {
                addRequestPart(bytes);
            }
        } catch (Undecodable noHttp) {
            noRequests = true;
        }
    }

    private void addRequestPart(ByteBuffer bytes) throws Undecodable {
        var part = requests.read(bytes);
        if (part == Part.START_LINE) {
            methods.add(requests.text().substring(0, requests.text().indexOf(' ')));
            streams |= methods.size() > MAX_REQUESTS;
        } else if (part == Part.BODY) {
            requests.taken(bytes, requests.bodyAtHand(bytes).remaining());
        }
    }

    private void addResponses(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining() && !streams && !responses.isHttpOver()) {
                addResponsePart(bytes);
            }
        } catch (Undecodable noHttp) {
            streams = true;
        }
    }

    private void addResponsePart(ByteBuffer bytes) throws Undecodable {
        var part = responses.read(bytes);
        if (part == Part.HEAD_END) {
            streams = responses.isChunked() || responses.isUntilClose();
            if (responses.status() >= 200
                    || responses.status() == SWITCHING_PROTOCOLS) { // others come before the response
                methods.poll();
            }
        } else if (part == Part.BODY) {
            responses.taken(bytes, responses.bodyAtHand(bytes).remaining());
        }
    }

    /** Whether the last byte that came down was the last one of a response, so that there is nothing to wait for. */
    boolean isWhole() {
        return !streams && (responses.isHttpOver() || responses.isBetweenMessages());
    }
}
