package ticker.handshake;

import java.nio.ByteBuffer;

/** Pushes the newest price every second, and hangs up as soon as the client speaks. */
final class Push implements Talk {
    private final Market market;
    private final long interval;
    private boolean closed;

    Push(Market market, long interval) {
        this.market = market;
        this.interval = interval;
    }

    @Override
    public void opened(Connection connection) {
        push(connection);
    }

    private void push(Connection connection) {
        if (connection.isReady()) {
            var newest = market.after(market.after(0).seq() - 1);
            connection.send(Frame.of(Opcode.TEXT, ByteBuffer.wrap(newest.json())));
        }
        if (!closed) {
            connection.later(() -> push(connection), interval);
        }
    }

    @Override
    public void heard(Connection connection, Frame message) {
        connection.close(1000, "Here only the server speaks.");
    }

    @Override
    public void closed() {
        closed = true;
    }
}
