package ticker.production.cluster;

import static java.util.Locale.ROOT;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes wrong for a client that asks two servers: prices that never come, that come again, or that are too old. */
final class Tally {
    private final int prices;
    private final Set<Move> seen = new HashSet<>();
    private final Map<String, Long> shown = new HashMap<>(); // when the price moved that a page would show now
    private int again;
    private int older;

    Tally(int prices) {
        this.prices = prices;
    }

    void add(List<Move> moves) {
        for (var move : moves) {
            if (!seen.add(move)) {
                again++;
            }
            if (move.time() < shown.getOrDefault(move.symbol(), 0L)) {
                older++;
            }
            shown.put(move.symbol(), move.time());
        }
    }

    boolean hasSeen(long time) {
        return shown.containsValue(time);
    }

    int lost() {
        return prices - seen.size();
    }

    int again() {
        return again;
    }

    int older() {
        return older;
    }

    @Override
    public String toString() {
        return String.format(
                ROOT,
                "of %d prices %d never came, %d came again, %d were older than the one on the page",
                prices,
                lost(),
                again,
                older);
    }
}
