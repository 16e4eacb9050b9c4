package ticker.websocket;

/** What the server answers, besides quotes. */
sealed interface Reply {
    /** The order is done: {@code {"ack":{"id":"c-17",…,"price":101.25,"seq":42}}}. */
    record Ack(OrderDesk.Receipt receipt) implements Reply {}

    /** It is refused: {@code {"error":"quantity must be …","id":"c-17"}}, without id where it had none. */
    record Refused(String id, String reason) implements Reply {}

    /** Prices stand still or move again: {@code {"market":"halted"}}, {@code {"market":"open"}}. */
    record Halt(boolean halted) implements Reply {}
}
