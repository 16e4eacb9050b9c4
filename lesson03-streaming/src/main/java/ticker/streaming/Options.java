package ticker.streaming;

/**
 * What can be set, besides the port and the market.
 *
 * @param maxSubscribers how many streams there may be at the same time; one more is refused with 503
 * @param keepAlive milliseconds without news after which a stream sends a few bytes, to show that it is alive
 * @param stallTimeout milliseconds in which a client's socket accepted nothing; then its connection is closed
 */
public record Options(int maxSubscribers, long keepAlive, long stallTimeout) {
    public static final Options DEFAULT = new Options(20_000, 15_000, 60_000);

    /** Reads the system properties. */
    public static Options fromSettings() {
        return new Options(
                (int) Settings.whole("maxSubscribers", DEFAULT.maxSubscribers, 1, 1_000_000),
                Settings.whole("keepAlive", DEFAULT.keepAlive, 1000, 3_600_000),
                Settings.whole("stallTimeout", DEFAULT.stallTimeout, 1000, 3_600_000));
    }
}
