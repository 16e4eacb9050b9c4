package ticker.lab.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one client says and hears on one connection, in one technique. It knows no socket and no clock. */
sealed interface Protocol permits RequestProtocol, StreamProtocol, WebSocketProtocol {
    /** Who listens to a talk, and speaks for it. */
    interface Listener {
        /** The JSON of one message. */
        void heard(byte[] json);

        /** A request has been answered: the next one may follow. */
        void answered() throws IOException;

        /** These bytes are to be sent. */
        void say(byte[] bytes) throws IOException;
    }

    /** The request for what comes after a cursor, 0 for everything: it opens the connection, or follows an answer. */
    byte[] request(long cursor);

    /** Takes all bytes there are, however they are cut. A {@link ProtocolError} says that the connection is of no more use. */
    void take(ByteBuffer in, Listener listener) throws IOException;

    /** A new connection, in the manner of a technique. */
    static Protocol of(Technique technique, int port) {
        var host = "127.0.0.1:" + port;
        return switch (technique) {
            case POLLING, LONG_POLLING -> new RequestProtocol(host);
            case NDJSON -> new StreamProtocol(host, "/stream", new Lines());
            case EVENTS -> new StreamProtocol(host, "/events", new Events());
            case WEBSOCKET -> new WebSocketProtocol(host, true);
            case HANDSHAKE -> new WebSocketProtocol(host, false);
        };
    }
}
