package ticker.lab.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One of the two sockets of a connection, and what the tap waits for there. */
final class RelaySocket {
    private static final Logger LOG = Logger.getLogger(RelaySocket.class.getName());

    private static final int BUFFER = 64 * 1024; // bytes of the operating system's, each way

    private final SocketChannel channel;
    private final SelectionKey key;

    RelaySocket(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        // More than this would let a server run ahead of a slow client without noticing.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER);
        // Nagle's algorithm would keep small pieces back until the last one is acknowledged, and join them.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = channel.register(selector, 0);
    }

    SocketChannel channel() {
        return channel;
    }

    boolean has(SelectionKey other) {
        return key == other;
    }

    /** This connection is told what is ready here. */
    void attach(RelayedConnection connection) {
        key.attach(connection);
    }

    /** Waits for these operations of a {@link SelectionKey}, and no others. */
    void await(int operations) {
        key.interestOps(operations);
    }

    /** Resets (RST): the peer reads "connection reset". */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // no FIN
        } catch (IOException gone) {
            LOG.log(Level.FINE, "This peer is gone already", gone);
        }
        close();
    }

    /** Ends the stream (FIN), if it has not ended yet. */
    void close() {
        try {
            channel.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault); // this is not because the peer has gone
        }
    }
}
