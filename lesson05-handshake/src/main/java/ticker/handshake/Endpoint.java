package ticker.handshake;

/** What the server does on the connections of one path. Its methods run in the I/O thread of the connection, and must not wait. */
interface Endpoint {
    /** A whole message has come, and the connection is ready for another frame. */
    void onMessage(Connection connection, Frame message);

    /** The market may have moved, and the connection is ready. */
    default void catchUp(Connection connection) {}

    /** The connection is ready, and this is the time in the clock's milliseconds. It is called every 100 ms. */
    default void check(Connection connection, long now) {}
}
