package ticker.websocket;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The symbols that a session wants: the named ones, or all but the named ones.
 *
 * @param others whether all symbols are wanted but the named ones, also symbols that the market doesn't know yet
 * @param named the symbols that are wanted, or, with others, those that are not
 */
record Subscription(boolean others, Set<String> named) {
    static final String EVERY = "*";
    static final Subscription NOTHING = new Subscription(false, Set.of());
    static final Subscription EVERYTHING = new Subscription(true, Set.of());

    boolean wants(String symbol) {
        return named.contains(symbol) != others;
    }

    Subscription with(Collection<String> symbols) {
        return symbols.contains(EVERY) ? EVERYTHING : named(symbols, !others);
    }

    Subscription without(Collection<String> symbols) {
        return symbols.contains(EVERY) ? NOTHING : named(symbols, others);
    }

    private Subscription named(Collection<String> symbols, boolean name) {
        var changed = new HashSet<>(named);
        if (name) {
            changed.addAll(symbols);
        } else {
            changed.removeAll(Set.copyOf(symbols));
        }
        return new Subscription(others, Set.copyOf(changed));
    }
}
