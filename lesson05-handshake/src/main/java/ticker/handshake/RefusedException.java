package ticker.handshake;

import java.io.IOException;

/** The server has not switched to WebSocket. It may have said in Retry-After when to ask again. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String retryAfter;

    RefusedException(String status, String retryAfter) {
        super("The response is \"" + status + "\", not 101.");
        this.retryAfter = retryAfter;
    }

    /** The header's text, "" without one. */
    String retryAfter() {
        return retryAfter;
    }
}
