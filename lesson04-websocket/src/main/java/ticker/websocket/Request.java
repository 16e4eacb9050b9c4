package ticker.websocket;

import java.util.List;

/** What a client may send. */
sealed interface Request permits Request.Subscribe, Request.Unsubscribe, Request.Seen, Order {
    /**
     * {@code {"subscribe":["ACME","BRIO"],"after":42,"window":8}}: send the quotes of these that are newer than the cursor.
     *
     * @param window how many messages of quotes may be on their way until the client has seen them, 0 for any number
     */
    record Subscribe(List<String> symbols, long after, int window) implements Request {}

    /** {@code {"unsubscribe":["BRIO"]}}: no longer send these. */
    record Unsubscribe(List<String> symbols) implements Request {}

    /** {@code {"seen":42}}: the client has seen the quotes with this number, and all before them. */
    record Seen(long seq) implements Request {}
}
