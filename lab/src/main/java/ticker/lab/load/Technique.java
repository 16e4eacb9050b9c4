package ticker.lab.load;

/** A technique, as {@link Clients} use it. */
public enum Technique {
    /** Lesson 1: {@code GET /quotes?after=N}, again and again, on one connection. */
    POLLING("polling"),
    /** Lesson 2: the same request, with a response when there is news. */
    LONG_POLLING("long-polling"),
    /** Lesson 3: {@code GET /stream}, one JSON document a line. */
    NDJSON("ndjson"),
    /** Lesson 3: {@code GET /events}, Server-Sent Events. */
    EVENTS("events"),
    /** Lesson 4: a WebSocket that subscribes to all symbols. */
    WEBSOCKET("websocket"),
    /** The same, with a window: the client says what it has seen, and the server sends no more than eight messages ahead. */
    WINDOWED("websocket-windowed"),
    /** The same without a window, with compressed messages (permessage-deflate, RFC 7692). */
    COMPRESSED("websocket-compressed"),
    /** Lesson 5: the same protocol, made by hand, without a subscription. */
    HANDSHAKE("handshake");

    private final String label;

    Technique(String label) {
        this.label = label;
    }

    /** Its name in results: lower case, with dashes. */
    public String label() {
        return label;
    }
}
