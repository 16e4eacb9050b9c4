package ticker.lab.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** Opens the connections of all clients of a thread, in the manner of their technique, and counts them. For that thread. */
final class Connections {
    private final Technique technique;
    private final int port;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private int open;

    /** Connects to a port of 127.0.0.1. */
    Connections(Technique technique, int port, Selector selector) {
        this.technique = technique;
        this.port = port;
        this.selector = selector;
    }

    /** Begins to connect. The selector tells the client what comes of it. */
    ClientSocket begin(Client client) throws IOException {
        return new ClientSocket(selector, port, client);
    }

    /** What is said on a new connection. */
    Protocol protocol() {
        return Protocol.of(technique, port);
    }

    void opened() {
        open++;
    }

    void closed() {
        open--;
    }

    int open() {
        return open;
    }

    /** For what one client reads at a time: empty, and all clients have the same. */
    ByteBuffer buffer() {
        return buffer.clear();
    }
}
