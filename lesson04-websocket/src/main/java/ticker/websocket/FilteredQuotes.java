package ticker.websocket;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The market's quotes, filtered by what a session has subscribed to. Sessions with the same cursor and the same subscription
 * get the same object, so that they share its bytes, too. Any thread may call.
 */
final class FilteredQuotes {
    private final Market market;
    // Weak: filtered quotes are forgotten together with the quotes that they are from.
    private final Map<Quotes, Map<Subscription, Quotes>> filtered = new WeakHashMap<>();

    FilteredQuotes(Market market) {
        this.market = market;
    }

    /** The quotes that are newer than the cursor, of the symbols that are subscribed to. */
    Quotes after(long cursor, Subscription subscription) {
        var quotes = market.after(cursor);
        return subscription.equals(Subscription.EVERYTHING) ? quotes : filter(quotes, subscription);
    }

    private synchronized Quotes filter(Quotes all, Subscription subscription) {
        return filtered.computeIfAbsent(all, first -> new HashMap<>()).computeIfAbsent(subscription, first -> {
            var wanted = all.quotes().stream()
                    .filter(quote -> subscription.wants(quote.symbol()))
                    .toList();
            return new Quotes(all.seq(), wanted, all.reset());
        });
    }
}
