package ticker.websocket;

import static java.util.Locale.ROOT;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Bounds the age of what a slow client reads. TCP tells the server what has left, not what was read. So the client itself
 * says what it has seen. At most as many messages of quotes as its window allows are on their way to it, in any buffer.
 */
final class Window {
    static final int MAX = 64;

    private final Queue<Long> unseen = new ArrayDeque<>(); // the seq of each message, the oldest first
    private int size; // 0: no window
    private long sent; // the seq of the last message
    private long seen; // up to here nothing waits to be seen

    /** Begins again. What was sent before counts as seen. */
    void open(int size) {
        this.size = size;
        unseen.clear();
        seen = sent;
    }

    boolean isFull() {
        return size > 0 && unseen.size() >= size;
    }

    /** Quotes are sent. A keep-alive need not be seen. */
    void send(Quotes quotes) {
        if (size > 0 && (quotes.seq() != sent || !quotes.quotes().isEmpty())) {
            unseen.add(quotes.seq());
        }
        sent = quotes.seq();
    }

    /** The client has seen this message, and all before it. Returns whether one of them was not seen before. */
    boolean see(long seq) {
        boolean isNew = unseen.contains(seq);
        while (unseen.contains(seq)) {
            unseen.remove();
            seen = seq;
        }
        return isNew;
    }

    /** To say it late or twice does no harm. But what was not sent can't be seen. */
    void checkSent(long seq) throws Refusal {
        if (size == 0) {
            throw new Refusal("seen needs a window, which a subscribe opens: \"window\":8.");
        }
        if (seq > seen) {
            throw new Refusal(String.format(ROOT, "seen must be the seq of quotes that were sent, not %d.", seq));
        }
    }
}
