package ticker.websocket;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** Cuts quotes down to a subscription: once for all sessions that have both in common, so that they share the bytes, too. */
final class Excerpts {
    // Weak: an excerpt is forgotten together with the quotes it was cut from, soon after the next move.
    private final Map<Quotes, Map<Subscription, Quotes>> made = Collections.synchronizedMap(new WeakHashMap<>());

    Quotes of(Quotes quotes, Subscription subscription) {
        if (subscription.equals(Subscription.EVERYTHING)) {
            return quotes;
        }
        synchronized (made) {
            return made.computeIfAbsent(quotes, first -> new HashMap<>())
                    .computeIfAbsent(subscription, first -> cut(quotes, subscription));
        }
    }

    private static Quotes cut(Quotes quotes, Subscription subscription) {
        var wanted = quotes.quotes().stream()
                .filter(quote -> subscription.wants(quote.symbol()))
                .toList();
        return new Quotes(quotes.seq(), wanted, quotes.reset());
    }
}
