package ticker.websocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Does orders at the current price, and each id once: the same order sent again gets its first receipt again. */
final class OrderDesk implements Desk {
    static final int REMEMBERED = 10_000; // receipts; beyond that the oldest is forgotten

    /** The order is done, at this price. */
    record Receipt(Order order, Quote quote) {
        /** This receipt, if the order is the same that it was given for. */
        Receipt of(Order again) throws Refusal {
            if (!order.equals(again)) {
                throw new Refusal(
                        again.id(),
                        "The id %s belongs to another order. A new order needs a new id.".formatted(again.id()));
            }
            return this;
        }
    }

    private final Market market;
    private final Map<String, Receipt> receipts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Receipt> eldest) {
            return size() > REMEMBERED;
        }
    };

    OrderDesk(Market market) {
        this.market = market;
    }

    synchronized Receipt place(Order order) throws Refusal {
        var receipt = receipts.get(order.id());
        if (receipt == null) {
            receipt = new Receipt(order, quote(order.symbol(), order.id()));
            receipts.put(order.id(), receipt);
        }
        return receipt.of(order);
    }

    @Override
    public void place(Order order, Consumer<Reply> client) throws Refusal {
        client.accept(new Reply.Ack(place(order)));
    }

    @Override
    public void check(List<String> symbols) throws Refusal {
        for (var symbol : symbols) {
            if (!symbol.equals(Subscription.EVERY)) {
                quote(symbol, null);
            }
        }
    }

    Quote quote(String symbol, String id) throws Refusal {
        var quotes = market.after(0).quotes();
        for (var quote : quotes) {
            if (quote.symbol().equals(symbol)) {
                return quote;
            }
        }
        var symbols = quotes.stream().map(Quote::symbol).sorted().collect(Collectors.joining(", "));
        throw new Refusal(id, "There is no symbol \"%s\". There are %s.".formatted(symbol, symbols));
    }
}
