package ticker.websocket;

import java.util.function.Consumer;

/** Where orders are done. Their symbols are known to the market: that is checked before. */
public interface OrderDesk extends AutoCloseable {
    /**
     * Does an order, once however often it is sent. The client gets an {@link Reply.Ack}, or a {@link Reply.Refused}: now,
     * or later from any thread. It must not wait, since it is called in an I/O thread.
     */
    void place(Order order, Consumer<Reply> client) throws Refusal;

    /** Gives up what still waits. */
    @Override
    default void close() {}
}
