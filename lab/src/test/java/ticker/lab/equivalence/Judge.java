package ticker.lab.equivalence;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Map;
import ticker.lab.equivalence.Message.Quote;

/** Judges what a client gets: its number never goes back within one market, and with it the client has that market's board. */
final class Judge {
    private final List<CarriedMarket> markets;
    private CarriedMarket market;
    private long cursor;

    Judge(List<CarriedMarket> markets) {
        this.markets = markets;
    }

    /** The number that the client has. */
    long cursor() {
        return cursor;
    }

    /** Takes the next message and the client's board after it. Says in a sentence what is wrong, or returns null. */
    String judge(Message message, Map<String, Quote> board) {
        var before = market;
        market = market(message.seq());
        if (market == null) {
            return String.format(ROOT, "got number %d, which no market gives", message.seq());
        }
        if (before != null && before != market && !message.isReset()) {
            return String.format(ROOT, "came from %s to %s without a reset", before, market);
        }
        if (before == market && message.isReset()) {
            return String.format(ROOT, "got a reset though %s is the market it had", market);
        }
        long last = message.isReset() ? 0 : cursor;
        cursor = message.seq();
        for (var quote : message.quotes()) {
            if (quote.seq() <= last) {
                return String.format(ROOT, "got number %d after number %d, within one market", quote.seq(), last);
            }
            last = quote.seq();
        }
        if (cursor != last) {
            return String.format(ROOT, "got the cursor %d with the numbers up to %d", cursor, last);
        }
        var expected = market.boardAt(cursor);
        if (!board.equals(expected)) {
            return String.format(
                    ROOT, "had, at number %d of %s, the board %s, not %s", cursor, market, board, expected);
        }
        return null;
    }

    private CarriedMarket market(long seq) {
        return markets.stream().filter(market -> market.has(seq)).findFirst().orElse(null);
    }
}
