package ticker.lab.decode;

import java.util.ArrayDeque;
import java.util.Queue;

/** What the two directions of a connection know of each other. Answers come in the order of their requests (RFC 9112 §9.3.2). */
public final class Exchanges {
    private static final int MOST = 1000;

    private final Queue<Exchange> open = new ArrayDeque<>();
    private String upgrade;

    Exchange begin(String method) throws Undecodable {
        if (open.size() == MOST) {
            throw new Undecodable("%d requests wait for their answers".formatted(MOST));
        }
        var exchange = new Exchange(method);
        open.add(exchange);
        return exchange;
    }

    /** The request that the next answer is for, or null if nobody has asked. */
    Exchange first() {
        return open.peek();
    }

    void end() {
        open.poll();
    }

    /** From now on the connection speaks another protocol. */
    public void upgrade(String protocol) {
        upgrade = protocol;
    }

    /** The protocol after HTTP, or null while it is HTTP. */
    public String upgrade() {
        return upgrade;
    }
}
