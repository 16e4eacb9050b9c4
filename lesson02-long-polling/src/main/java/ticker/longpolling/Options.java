package ticker.longpolling;

/**
 * What can be set besides the port and the market.
 *
 * @param maxSubscribers requests that are held at the same time, at most; one more is refused with 503
 * @param holdTime milliseconds that a request is held at most
 */
public record Options(int maxSubscribers, long holdTime) {
    public static final Options DEFAULT = new Options(10_000, 25_000);

    /** Reads the system properties. Proxies give up after 30 s or later, our clients after 35 s. */
    public static Options fromSettings() {
        return new Options(
                (int) Settings.whole("maxSubscribers", DEFAULT.maxSubscribers, 1, 1_000_000),
                Settings.whole("holdTime", DEFAULT.holdTime, 100, 30_000));
    }
}
