package ticker.websocket;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.List;

/**
 * What can be set besides the port and the market.
 *
 * @param maxMessage bytes in a message of a client. A longer one ends its session with 1009
 * @param maxRate messages in a second from one session. More end it with 1013
 * @param maxSubscribers sessions at the same time. One more is refused with 503
 * @param sendTimeout milliseconds that a message may take to leave. Then the server cuts the connection
 * @param timeout milliseconds that a client may take to complete a message. After that its session ends with 1008
 * @param origins of pages, besides this server's own, that may open a session
 * @param deflate whether to compress with clients that ask for it (RFC 7692)
 */
public record Options(
        int maxMessage,
        int maxRate,
        int maxSubscribers,
        long sendTimeout,
        long timeout,
        List<String> origins,
        boolean deflate) {
    public static final Options DEFAULT = new Options(64 * 1024, 20, 20_000, 5000, 10_000, List.of(), false);

    /** Reads the system properties. */
    public static Options fromSettings() {
        return new Options(
                (int) Settings.whole("maxMessage", DEFAULT.maxMessage, 1024, 16 * 1024 * 1024),
                (int) Settings.whole("maxRate", DEFAULT.maxRate, 1, 100_000),
                (int) Settings.whole("maxSubscribers", DEFAULT.maxSubscribers, 1, 1_000_000),
                Settings.whole("sendTimeout", DEFAULT.sendTimeout, 100, 600_000),
                Settings.whole("timeout", DEFAULT.timeout, 1000, 3_600_000),
                origins(System.getProperty("origins", "")),
                Settings.yes("deflate"));
    }

    private static List<String> origins(String given) {
        var origins = Arrays.stream(given.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (!origins.stream()
                .allMatch(origin -> OriginCheck.Origin.parse(origin).isPresent())) {
            throw new IllegalArgumentException(String.format(
                    ROOT,
                    "-Dorigins must be a list such as http://localhost:8080,https://example.com, not \"%s\".",
                    given));
        }
        return origins;
    }
}
