package ticker.lab.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's TCP connection, which never blocks. The counts are bytes that the socket accepted or delivered. */
final class ClientSocket {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer unsent = NOTHING;

    /** Begins to connect to a port of 127.0.0.1. */
    ClientSocket(Selector selector, int port, Client client) throws IOException {
        channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            key = channel.register(selector, SelectionKey.OP_CONNECT, client);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Whether it is connected by now. */
    boolean connect() throws IOException {
        if (!channel.isConnected() && !channel.finishConnect()) {
            return false;
        }
        key.interestOps(SelectionKey.OP_READ);
        return true;
    }

    boolean isConnectable() {
        return key.isConnectable();
    }

    boolean isReadable() {
        return key.isReadable();
    }

    /** Sends these bytes, behind what could not leave yet: as many as can leave now, the others as soon as they can. */
    int send(byte[] bytes) throws IOException {
        unsent = ByteBuffer.allocate(unsent.remaining() + bytes.length)
                .put(unsent)
                .put(bytes)
                .flip();
        return flush();
    }

    /** Sends what is left. */
    int flush() throws IOException {
        int count = channel.write(unsent);
        key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return count;
    }

    /** Reads what there is; -1 at the end. */
    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    void close() throws IOException {
        channel.close();
    }
}
