package ticker.handshake;

/** What is said on a connection. All of it happens on the connection's own I/O thread, and must not wait. */
interface Talk {
    /** The handshake is done. */
    default void opened(Connection connection) {}

    /** A whole message has come, and the connection is ready for an answer. */
    default void heard(Connection connection, Frame message) {}

    /** The connection is ready, and there may be something new to say. */
    default void ready(Connection connection) {}

    default void closed() {}
}
