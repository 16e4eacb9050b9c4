package ticker.handshake;

import java.nio.ByteBuffer;

/** Sends the newest price again and again, and closes as soon as the client sends a message. */
final class PushEndpoint implements Endpoint {
    private final Market market;
    private final long interval;
    private long due = Long.MIN_VALUE;

    PushEndpoint(Market market, long interval) {
        this.market = market;
        this.interval = interval;
    }

    @Override
    public void check(Connection connection, long now) {
        var board = market.after(0);
        if (now >= due && !board.quotes().isEmpty()) {
            due = now + interval;
            var newest = market.after(board.seq() - 1);
            connection.send(Frame.of(Opcode.TEXT, ByteBuffer.wrap(newest.json())));
        }
    }

    @Override
    public void onMessage(Connection connection, Frame message) {
        connection.close(1000, "Only the server sends messages here.");
    }
}
