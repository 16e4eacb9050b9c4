package ticker.handshake;

/**
 * What the server keeps for one client that waits for prices: a held request, a stream, a session, a connection. It has a
 * cursor, and at most one write under way. {@link Subscribers} calls it in the I/O thread of its connection only, so it
 * needs no lock.
 */
abstract class Subscriber {
    SubscriberGroup group; // these two belong to Subscribers
    int index = -1;

    /** It has become a member. Begins the response, and looks for what is new already. */
    void start() {
        catchUp();
    }

    /** The market may have moved. Sends what is newer than the cursor, if the last write is done. */
    abstract void catchUp();

    /** Looks at the time, in the clock's milliseconds: sends a keep-alive, or ends what has taken too long. */
    abstract void check(long now);

    /** The server stops. Tells the client so, and ends. It is no longer a member. */
    abstract void goodbye();

    /** Ends at once, because of a fault in the server. It is no longer a member. */
    abstract void abort();
}
