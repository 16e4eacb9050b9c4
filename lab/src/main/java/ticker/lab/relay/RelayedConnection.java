package ticker.lab.relay;

import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.function.Supplier;
import ticker.lab.decode.Direction;

/** One connection through a tap: a client, the server, and a pipe each way. Only the tap's thread touches it. */
final class RelayedConnection {
    private final RelaySocket client;
    private final RelaySocket server;
    private final Pipe up;
    private final Pipe down;
    private final SafeObserver observer;
    private final Supplier<Faults> faults;
    private final Timers timers;
    private long wakeAt = PendingBytes.NEVER; // the timer that is set

    RelayedConnection(
            RelaySocket client, RelaySocket server, SafeObserver observer, Supplier<Faults> faults, Timers timers) {
        this.client = client;
        this.server = server;
        this.observer = observer;
        this.faults = faults;
        this.timers = timers;
        var responses = new ResponseTracker();
        up = new Pipe(Direction.UP, client.channel(), server.channel(), observer, responses);
        down = new Pipe(Direction.DOWN, server.channel(), client.channel(), observer, responses);
        client.attach(this);
        server.attach(this);
    }

    void connect(SocketAddress target) {
        try {
            server.channel().connect(target);
            flow();
        } catch (IOException unreachable) {
            refuse();
        }
    }

    /** Does what one of its two sockets is ready for. */
    void ready(SelectionKey key, ByteBuffer scratch) {
        if (!key.isValid()) {
            return; // what its other socket was ready for has closed it
        }
        if (key.isConnectable()) {
            connected();
        } else if (key.isReadable()) {
            (client.has(key) ? up : down).read(scratch);
        }
        flow();
    }

    private void connected() {
        try {
            server.channel().finishConnect();
        } catch (IOException unreachable) {
            refuse();
        }
    }

    private void refuse() {
        observer.ended(Direction.DOWN, true);
        reset();
    }

    /** Passes on what may pass now, and says what to wait for. */
    void flow() {
        if (!isOpen()) {
            return;
        }
        if (!server.channel().isConnected()) {
            server.await(OP_CONNECT);
            return;
        }
        var faults = this.faults.get();
        up.write(faults);
        down.write(faults);
        if (up.isBroken() || down.isBroken()) {
            reset();
        } else if (up.isOver() && down.isOver()) {
            close();
        } else {
            await(faults);
        }
    }

    private void await(Faults faults) {
        client.await((up.wantsToRead(faults) ? OP_READ : 0) | (down.wantsToWrite(faults) ? OP_WRITE : 0));
        server.await((down.wantsToRead(faults) ? OP_READ : 0) | (up.wantsToWrite(faults) ? OP_WRITE : 0));
        long due = Math.min(up.due(faults), down.due(faults));
        if (due < wakeAt) {
            wakeAt = due;
            timers.set(due, this::wake);
        }
    }

    private void wake() {
        wakeAt = PendingBytes.NEVER;
        flow();
    }

    private boolean isOpen() {
        return client.channel().isOpen();
    }

    /** Ends it on both sides. */
    void cut(Cut how) {
        observer.ended(Direction.UP, how == Cut.RST);
        observer.ended(Direction.DOWN, how == Cut.RST);
        if (how == Cut.RST) {
            reset();
        } else {
            close();
        }
    }

    private void close() {
        client.close();
        server.close();
    }

    private void reset() {
        client.reset();
        server.reset();
    }
}
