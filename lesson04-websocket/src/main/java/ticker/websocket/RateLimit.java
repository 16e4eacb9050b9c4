package ticker.websocket;

/** Counts the messages of one client in a second. */
final class RateLimit {
    private final int max;
    private long second; // when the second began
    private int count;

    RateLimit(int max, long now) {
        this.max = max;
        this.second = now;
    }

    /** Counts a message. Returns whether it is still within the limit. */
    boolean admits(long now) {
        if (now - second >= 1000) {
            second = now;
            count = 0;
        }
        return ++count <= max;
    }
}
