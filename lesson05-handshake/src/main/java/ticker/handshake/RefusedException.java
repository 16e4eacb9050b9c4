package ticker.handshake;

import java.io.IOException;

/** The server has not switched to WebSocket. Its Retry-After may say when to try again. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String retryAfter;

    RefusedException(String status, String retryAfter) {
        super(reason(status));
        this.retryAfter = retryAfter;
    }

    /** The status in words. For a 101 of HTTP/1.0, or another protocol, the status line itself. */
    private static String reason(String status) {
        return status.matches("HTTP/1\\.[01] (?!101)\\d{3}( .*)?")
                ? Backoff.reason(Integer.parseInt(status.substring(9, 12)))
                : "The response is \"" + status + "\", not 101.";
    }

    /** The header's text, "" if there is no such header. */
    String retryAfter() {
        return retryAfter;
    }
}
