package ticker.websocket;

import static java.util.Locale.ROOT;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import ticker.websocket.Reply.Ack;

/** Does orders at the current price, and each id once. The same order, sent again, gets its first ack again. */
final class LocalOrderDesk implements OrderDesk {
    static final int REMEMBERED = 10_000; // acks. With one more, the oldest is forgotten

    private final Market market;
    private final Map<String, Ack> acks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ack> eldest) {
            return size() > REMEMBERED;
        }
    };

    LocalOrderDesk(Market market) {
        this.market = market;
    }

    @Override
    public void place(Order order, Consumer<Reply> client) throws Refusal {
        client.accept(place(order));
    }

    synchronized Ack place(Order order) throws Refusal {
        var ack = acks.computeIfAbsent(order.id(), first -> new Ack(order, newest(order.symbol())));
        if (!ack.order().equals(order)) {
            throw new Refusal(
                    order.id(),
                    String.format(ROOT, "The id %s belongs to another order. A new order needs a new id.", order.id()));
        }
        return ack;
    }

    private Quote newest(String symbol) {
        return market.after(0).quotes().stream()
                .filter(quote -> quote.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }
}
