package ticker.handshake;

/**
 * What can be set besides the port and the market. Times are milliseconds.
 *
 * @param maxMessage bytes of the longest message; a longer one is closed with 1009
 * @param maxSubscribers connections at the same time; one more is refused with 503
 * @param timeout for a client to end a message, to take a frame, and to reply to a close
 * @param heartbeat without a byte from a client until it gets a ping; after as long again its connection is closed
 * @param pushInterval between two prices at /push
 */
public record Options(int maxMessage, int maxSubscribers, long timeout, long heartbeat, long pushInterval) {
    public static final Options DEFAULT = new Options(64 * 1024, 20_000, 10_000, 30_000, 1000);

    /** Reads the system properties. A message may be as short as the longest control frame. */
    public static Options fromSettings() {
        return new Options(
                (int) Settings.whole("maxMessage", DEFAULT.maxMessage, 125, 16 * 1024 * 1024),
                (int) Settings.whole("maxSubscribers", DEFAULT.maxSubscribers, 1, 1_000_000),
                Settings.whole("timeout", DEFAULT.timeout, 1000, 3_600_000),
                Settings.whole("heartbeat", DEFAULT.heartbeat, 1000, 3_600_000),
                Settings.whole("pushInterval", DEFAULT.pushInterval, 100, 3_600_000));
    }
}
