package ticker.websocket;

import java.util.Arrays;
import java.util.List;

/**
 * What can be set besides the port.
 *
 * @param maxMessage bytes in a message of a client; a longer one ends its session with 1009
 * @param maxRate messages in a second from one session; more end it with 1013
 * @param maxSessions sessions at the same time; one more is refused with 503
 * @param sendTimeout milliseconds that a message may take to leave; then its session is cut
 * @param origins of pages, besides this server's own, that may open a session
 * @param deflate whether to compress with clients that ask for it (RFC 7692)
 * @param tls whether to speak {@code wss://} and {@code https://}, with a certificate made at start
 */
record Options(
        int maxMessage,
        int maxRate,
        int maxSessions,
        long sendTimeout,
        List<String> origins,
        boolean deflate,
        boolean tls) {
    static final Options STANDARD = new Options(64 * 1024, 20, 20_000, 5000, List.of(), false, false);

    /** Reads the system properties. */
    static Options read() {
        return new Options(
                (int) Settings.whole("maxMessage", STANDARD.maxMessage, 1024, 16 * 1024 * 1024),
                (int) Settings.whole("maxRate", STANDARD.maxRate, 1, 100_000),
                (int) Settings.whole("maxSessions", STANDARD.maxSessions, 1, 1_000_000),
                Settings.whole("sendTimeout", STANDARD.sendTimeout, 100, 600_000),
                origins(System.getProperty("origins", "")),
                yes("deflate"),
                yes("tls"));
    }

    private static List<String> origins(String given) {
        var origins = Arrays.stream(given.split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (!origins.stream().allMatch(origin -> origin.matches("https?://[^/\\s]+"))) {
            throw new IllegalArgumentException(
                    "-Dorigins must be a list such as http://localhost:8080,https://example.com, not \"%s\"."
                            .formatted(given));
        }
        return origins;
    }

    private static boolean yes(String name) {
        var given = System.getProperty(name, "false");
        if (!given.matches("true|false")) {
            throw new IllegalArgumentException("-D%s must be true or false, not \"%s\".".formatted(name, given));
        }
        return given.equals("true");
    }
}
