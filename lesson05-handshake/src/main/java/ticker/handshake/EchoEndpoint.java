package ticker.handshake;

/** Sends every message back, text as text and binary as binary. */
final class EchoEndpoint implements Endpoint {
    @Override
    public void onMessage(Connection connection, Frame message) {
        connection.send(message);
    }
}
