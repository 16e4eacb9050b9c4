package ticker.websocket;

import java.util.List;

/** What a client may send. */
sealed interface Request permits Request.Subscribe, Request.Unsubscribe, Order {
    /** {@code {"subscribe":["ACME","BRIO"],"after":42}}: send these, as far as they are newer than the cursor. */
    record Subscribe(List<String> symbols, long after) implements Request {}

    /** {@code {"unsubscribe":["BRIO"]}}: no longer these. */
    record Unsubscribe(List<String> symbols) implements Request {}
}
