package ticker.lab.decode;

import static java.util.Locale.ROOT;

import java.util.ArrayDeque;
import java.util.Queue;

/** The requests of a connection whose responses are to come. They come in the order of the requests (RFC 9112 §9.3.2). */
final class Exchanges {
    private static final int MAX = 1000;

    private final Queue<Exchange> open = new ArrayDeque<>();
    private String upgrade;

    Exchange begin(String method) throws Undecodable {
        if (open.size() == MAX) {
            throw new Undecodable(String.format(ROOT, "%d requests wait for their responses", MAX));
        }
        var exchange = new Exchange(method);
        open.add(exchange);
        return exchange;
    }

    /** The request that the next response is for, or null if there is none. */
    Exchange first() {
        return open.peek();
    }

    /** The method of that request, or an empty text. */
    String method() {
        return open.isEmpty() ? "" : open.element().method();
    }

    void end() {
        open.poll();
    }

    /** From now on the connection speaks another protocol. */
    void upgrade(String protocol) {
        upgrade = protocol;
    }

    /** The protocol after HTTP, or null while it is HTTP. */
    String upgrade() {
        return upgrade;
    }
}
