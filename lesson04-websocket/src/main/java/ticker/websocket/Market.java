package ticker.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The market: the newest quote of each symbol, and one sequence that numbers every move. It has no clock and no thread:
 * its caller says when a price has moved. Asking never changes it, and never waits.
 */
public final class Market {
    private final Map<String, Quote> newest = new LinkedHashMap<>(); // in the order of their last move
    private final List<Consumer<Quote>> listeners = new CopyOnWriteArrayList<>();
    private final long beginning;
    private final long lead;
    private long seq;
    private volatile Board board;

    /** All responses that are possible between two moves: newer.get(n) leaves out the n oldest quotes. */
    private record Board(List<Quotes> newer, Quotes reset) {
        static Board of(long seq, List<Quote> quotes) {
            var newer = new ArrayList<Quotes>();
            for (int seen = 0; seen <= quotes.size(); seen++) {
                newer.add(new Quotes(seq, quotes.subList(seen, quotes.size()), false));
            }
            return new Board(List.copyOf(newer), new Quotes(seq, quotes, true));
        }
    }

    /**
     * Opens a market without quotes.
     *
     * @param seq the number before the first. If clients of an earlier market may come back, it must be the wall clock in
     *     milliseconds: with at most 1000 moves a second, the cursors of these clients are then always lower
     */
    public Market(long seq) {
        this(seq, 0);
    }

    /**
     * Opens a copy, without quotes, of a market that has other copies, too.
     *
     * @param lead how far a cursor may be ahead of this copy, since another copy may have got a move a moment earlier. A
     *     client with such a cursor gets nothing until this copy has caught up: all that this copy has is older
     */
    public Market(long seq, long lead) {
        this.beginning = seq;
        this.seq = seq;
        this.lead = lead;
        this.board = Board.of(seq, List.of());
    }

    /** A symbol has a new price, in whole cents, at a time in milliseconds since the epoch. */
    public void move(String symbol, long cents, long time) {
        Quote quote;
        synchronized (this) {
            quote = new Quote(seq + 1, symbol, cents, time);
            take(quote);
        }
        listeners.forEach(listener -> listener.accept(quote));
    }

    /** Takes over a move with the number that another market has given it. A move that is not newer is ignored. */
    public void accept(long seq, String symbol, long cents, long time) {
        var quote = new Quote(seq, symbol, cents, time);
        synchronized (this) {
            if (seq <= this.seq) {
                return;
            }
            take(quote);
        }
        listeners.forEach(listener -> listener.accept(quote));
    }

    private void take(Quote quote) {
        seq = quote.seq();
        newest.remove(quote.symbol());
        newest.put(quote.symbol(), quote);
        board = Board.of(seq, List.copyOf(newest.values()));
    }

    /**
     * The newest quote of every symbol that has moved since.
     *
     * @param cursor the last number that the client has seen, 0 for none. Any other cursor from before this market began,
     *     or from its future, is from another market: the client gets the whole board, marked as a reset
     */
    public Quotes after(long cursor) {
        var board = this.board; // read once, so that a move in between can't mix two boards
        var all = board.newer().get(0);
        if (cursor > all.seq()) {
            return cursor - all.seq() > lead ? board.reset() : new Quotes(cursor, List.of(), false);
        }
        if (cursor < beginning && cursor != 0) {
            return board.reset();
        }
        int seen = 0;
        while (seen < all.quotes().size() && all.quotes().get(seen).seq() <= cursor) {
            seen++;
        }
        return board.newer().get(seen);
    }

    /** Runs the listener after every move, in the thread that moved the market: it must be short and must not throw. */
    public void listen(Consumer<Quote> listener) {
        listeners.add(listener);
    }
}
