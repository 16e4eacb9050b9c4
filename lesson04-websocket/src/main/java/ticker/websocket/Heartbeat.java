package ticker.websocket;

/** Says when to ping a client, and when it is dead. A browser sends a pong by itself. When none comes, the client is gone. */
final class Heartbeat {
    static final long PING_INTERVAL = 20_000;
    static final long PONG_TIMEOUT = 40_000;

    private long pinged;
    private long ponged;

    Heartbeat(long now) {
        pinged = now;
        ponged = now;
    }

    /** Whether it is time for a ping. It then counts as sent. */
    boolean ping(long now) {
        boolean due = now - pinged >= PING_INTERVAL;
        if (due) {
            pinged = now;
        }
        return due;
    }

    void pong(long now) {
        ponged = now;
    }

    boolean isDead(long now) {
        return now - ponged >= PONG_TIMEOUT;
    }
}
