package ticker.handshake;

/** What the server does on the connections of one path. All of it happens in a connection's own I/O thread, and must not wait. */
interface Endpoint {
    /** A whole message has come, and the connection is ready for another frame. */
    void onMessage(Connection connection, Frame message);

    /** The market may have moved, and the connection is ready. */
    default void catchUp(Connection connection) {}

    /** The connection is ready, and this is the time in the clock's milliseconds. It comes every 100 ms. */
    default void check(Connection connection, long now) {}
}
