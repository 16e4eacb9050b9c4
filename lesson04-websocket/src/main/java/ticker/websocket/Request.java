package ticker.websocket;

import java.util.List;

/** What a client may send. */
sealed interface Request permits Request.Subscribe, Request.Unsubscribe, Request.Seen, Order {
    /**
     * {@code {"subscribe":["ACME","BRIO"],"after":42,"window":8}}: send these, as far as they are newer than the cursor.
     *
     * @param window how many messages of quotes may wait until the client has seen them; 0 for any number
     */
    record Subscribe(List<String> symbols, long after, int window) implements Request {}

    /** {@code {"unsubscribe":["BRIO"]}}: no longer these. */
    record Unsubscribe(List<String> symbols) implements Request {}

    /** {@code {"seen":42}}: the quotes with this number, and all before them. */
    record Seen(long seq) implements Request {}
}
