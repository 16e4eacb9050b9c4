package ticker.websocket;

import java.util.function.Consumer;

/** Where orders are done. The endpoint has checked before that the market knows their symbols. */
public interface OrderDesk extends AutoCloseable {
    /**
     * Does an order once, however often it is sent. The client gets a {@link Reply.Ack} or a {@link Reply.Refused}, now, or
     * later from any thread. This method must not wait, since it is called in an I/O thread.
     */
    void place(Order order, Consumer<Reply> client) throws Refusal;

    /** Gives up the orders that still wait. */
    @Override
    default void close() {}
}
