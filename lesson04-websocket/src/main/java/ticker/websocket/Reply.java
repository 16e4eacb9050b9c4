package ticker.websocket;

/** What the server sends besides quotes. */
public sealed interface Reply {
    /** The order is done at this price: {@code {"ack":{"id":"c-17",…,"price":101.25,"seq":42}}}. */
    record Ack(Order order, Quote quote) implements Reply {}

    /** A message is refused: {@code {"error":"quantity must be …","id":"c-17"}}, or without an id if the message had none. */
    record Refused(String id, String reason) implements Reply {}

    /** Prices stand still, or move again: {@code {"market":"halted"}}, {@code {"market":"open"}}. */
    record Halt(boolean halted) implements Reply {}
}
