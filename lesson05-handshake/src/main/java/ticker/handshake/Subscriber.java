package ticker.handshake;

/**
 * What the server keeps for one client that waits for prices: a held request, a stream, a session, a connection. It has a
 * cursor, and at most one write under way. {@link Subscribers} calls it in the I/O thread of its connection only, so it
 * needs no lock.
 */
abstract class Subscriber {
    SubscriberGroup group; // these two belong to Subscribers
    int index = -1;

    /** It is a member from now on. Begins the response, and looks for what is new already. */
    void start() {
        catchUp();
    }

    /** The market may have moved. Sends what is newer than the cursor, if the last write is done. */
    abstract void catchUp();

    /** Looks at the time, in the clock's milliseconds: breaks a silence, ends what has taken too long. */
    abstract void check(long now);

    /** The server stops. Tells the client so and ends; it is a member no longer. */
    abstract void goodbye();

    /** Ends at once, because of a fault of ours; it is a member no longer. */
    abstract void abort();
}
