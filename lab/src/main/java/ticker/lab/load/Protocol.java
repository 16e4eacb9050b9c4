package ticker.lab.load;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one client sends and receives on one connection, in one technique. It knows no socket and no clock. */
sealed interface Protocol permits RequestProtocol, StreamProtocol, WebSocketProtocol {
    /** How many bytes a message has at most. */
    int MAX_MESSAGE = 1024 * 1024;

    /** The client. */
    interface Listener {
        /** The JSON of a message has arrived. */
        void message(byte[] json);

        /** A response to a poll is complete: the next request may follow. */
        void responded() throws IOException;

        /** These bytes are to be sent. */
        void send(byte[] bytes) throws IOException;
    }

    /** The request for what comes after a cursor, 0 for everything: it opens the connection, or follows a response. */
    byte[] request(long cursor);

    /** Takes all bytes at hand, however they are cut. An IOException says why the connection is of no more use. */
    void take(ByteBuffer in, Listener listener) throws IOException;

    /** A new connection, in the manner of a technique. */
    static Protocol of(Technique technique, int port) {
        var host = "127.0.0.1:" + port;
        return switch (technique) {
            case POLLING, LONG_POLLING -> new RequestProtocol(host);
            case NDJSON -> new StreamProtocol(host, "/stream", new LineMessages());
            case EVENTS -> new StreamProtocol(host, "/events", new EventMessages());
            case WEBSOCKET -> new WebSocketProtocol(host, true, false, 0);
            case WINDOWED -> new WebSocketProtocol(host, true, false, 8);
            case COMPRESSED -> new WebSocketProtocol(host, true, true, 0);
            case HANDSHAKE -> new WebSocketProtocol(host, false, false, 0);
        };
    }

    /** Refuses what would need memory without bound. */
    static void checkLength(long length) throws IOException {
        if (length > MAX_MESSAGE) {
            throw new IOException(
                    String.format(ROOT, "The server sends a message of more than %d bytes.", MAX_MESSAGE));
        }
    }
}
