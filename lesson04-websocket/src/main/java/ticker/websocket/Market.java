package ticker.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The market: the newest quote of each symbol, and one sequence that numbers every move. It has no clock and no thread:
 * whoever moves it says when. Asking never changes it, and never waits.
 */
public final class Market {
    private final Map<String, Quote> newest = new LinkedHashMap<>(); // in the order of their last move
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final long lead;
    private long seq;
    private volatile List<Quotes> answers; // answers.get(n) leaves out the n oldest quotes

    /**
     * Opens a market without quotes.
     *
     * @param seq the number before the first; the wall clock's milliseconds, where readers may remain from an earlier
     *     market: at no more than 1000 moves a second their cursors are then always the older ones
     */
    public Market(long seq) {
        this(seq, 0);
    }

    /**
     * Opens a copy, without quotes, of a market that has other copies as well.
     *
     * @param lead how far a cursor may be ahead of this copy and still be believed: another copy may have heard the news
     *     a moment sooner. Its reader gets nothing, rather than something older, until this copy has caught up
     */
    public Market(long seq, long lead) {
        this.seq = seq;
        this.lead = lead;
        this.answers = List.of(new Quotes(seq, List.of()));
    }

    /** A symbol has a new price, in whole cents, at a time in milliseconds since the epoch. */
    public void move(String symbol, long cents, long time) {
        synchronized (this) {
            take(new Quote(seq + 1, symbol, cents, time));
        }
        listeners.forEach(Runnable::run);
    }

    /** Takes over a quote with the number that another market has given it. What is not newer is known already. */
    public void accept(Quote quote) {
        synchronized (this) {
            if (quote.seq() <= seq) {
                return;
            }
            take(quote);
        }
        listeners.forEach(Runnable::run);
    }

    private void take(Quote quote) {
        seq = quote.seq();
        newest.remove(quote.symbol());
        newest.put(quote.symbol(), quote);
        answers = answers(seq, List.copyOf(newest.values()));
    }

    /** One answer for each place that a cursor can have between the quotes: that is all the answers there are. */
    private static List<Quotes> answers(long seq, List<Quote> board) {
        var answers = new ArrayList<Quotes>();
        for (int read = 0; read <= board.size(); read++) {
            answers.add(new Quotes(seq, board.subList(read, board.size())));
        }
        return List.copyOf(answers);
    }

    /**
     * The newest quote of every symbol that has moved since.
     *
     * @param cursor the last number the reader has seen, 0 for none; one from the future, which only another market can
     *     have given, gets the whole board
     */
    public Quotes after(long cursor) {
        var answers = this.answers; // one look, so that a move in between can't mix two boards
        var board = answers.get(0);
        if (cursor > board.seq()) {
            return cursor - board.seq() > lead ? board : new Quotes(cursor, List.of());
        }
        int read = 0;
        while (read < board.quotes().size() && board.quotes().get(read).seq() <= cursor) {
            read++;
        }
        return answers.get(read);
    }

    /** Runs the listener after every move, in the thread that moved the market: it must be short and must not throw. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }
}
