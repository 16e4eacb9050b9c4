package ticker.websocket;

import java.util.List;
import java.util.function.Consumer;

/** Where orders are done. */
interface Desk extends AutoCloseable {
    /** Does an order, once however often it is sent, and tells its client: now, or from another thread later on. */
    void place(Order order, Consumer<Reply> client) throws Refusal;

    /** Refuses symbols that the market doesn't know. */
    void check(List<String> symbols) throws Refusal;

    /** Gives up what still waits. */
    @Override
    default void close() {}
}
