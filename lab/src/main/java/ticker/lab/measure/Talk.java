package ticker.lab.measure;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one reader says and hears on one connection, in one technique. It knows no socket and no clock. */
sealed interface Talk permits RequestTalk, StreamTalk, SocketTalk {
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

    /** Takes all bytes there are, however they are cut. A {@link BrokenTalk} says that the connection is of no more use. */
    void take(ByteBuffer in, Listener listener) throws IOException;

    /** A new connection, in the manner of a technique. */
    static Talk of(Technique technique, int port) {
        var host = "127.0.0.1:" + port;
        return switch (technique) {
            case POLLING, LONG_POLLING -> new RequestTalk(host);
            case NDJSON -> new StreamTalk(host, "/stream", new Lines());
            case EVENTS -> new StreamTalk(host, "/events", new Events());
            case WEBSOCKET -> new SocketTalk(host, true);
            case HANDSHAKE -> new SocketTalk(host, false);
        };
    }
}
