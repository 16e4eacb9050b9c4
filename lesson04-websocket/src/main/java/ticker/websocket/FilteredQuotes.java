package ticker.websocket;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The market's quotes, filtered by what a session has subscribed to: once for all sessions that are in step and want the
 * same, so that they share the bytes, too. Any thread may ask.
 */
final class FilteredQuotes {
    private final Market market;
    // Weak: what is filtered is forgotten together with the quotes that it is from.
    private final Map<Quotes, Map<Subscription, Quotes>> filtered = new WeakHashMap<>();

    FilteredQuotes(Market market) {
        this.market = market;
    }

    /** What is newer than the cursor, as far as it is subscribed to. */
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
