package ticker.handshake;

/** Says every message back, text as text and binary as binary. */
final class Echo implements Talk {
    @Override
    public void heard(Connection connection, Frame message) {
        connection.send(message);
    }
}
