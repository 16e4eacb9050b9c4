package ticker.polling;

import static java.util.Locale.ROOT;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Does orders at the current price, each id once: the same order sent again gets its first receipt again. */
final class OrderDesk {
    static final int REMEMBERED = 10_000; // receipts; one more, and the oldest is forgotten

    /** The order is done, at this price. */
    record Receipt(Order order, Quote quote) {}

    private final Market market;
    private final Map<String, Receipt> receipts = new LinkedHashMap<>(); // oldest first

    OrderDesk(Market market) {
        this.market = market;
    }

    synchronized Receipt place(Order order) throws Problem {
        var receipt = receipts.get(order.id());
        if (receipt == null) {
            receipt = new Receipt(order, quote(order.symbol()));
            receipts.put(order.id(), receipt);
            if (receipts.size() > REMEMBERED) {
                receipts.remove(receipts.keySet().iterator().next());
            }
        }
        if (!receipt.order().equals(order)) {
            throw new Problem(
                    409,
                    String.format(ROOT, "The id %s belongs to another order. A new order needs a new id.", order.id()));
        }
        return receipt;
    }

    private Quote quote(String symbol) throws Problem {
        var quotes = market.after(0).quotes();
        var symbols = quotes.stream().map(Quote::symbol).sorted().collect(Collectors.joining(", "));
        return quotes.stream()
                .filter(quote -> quote.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        422, String.format(ROOT, "There is no symbol \"%s\". There are %s.", symbol, symbols)));
    }
}
