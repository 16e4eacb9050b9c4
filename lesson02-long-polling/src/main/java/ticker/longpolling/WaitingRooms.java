package ticker.longpolling;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.xnio.XnioIoThread;

/** Where readers wait for news: one room for each I/O thread, and a number of seats in all of them together. */
final class WaitingRooms {
    private final Market market;
    private final long holdMillis;
    private final int maxHeld;
    private final Semaphore seats;
    private final Map<XnioIoThread, WaitingRoom> rooms = new ConcurrentHashMap<>();
    private volatile boolean closing;

    WaitingRooms(Market market, long holdMillis, int maxHeld) {
        this.market = market;
        this.holdMillis = holdMillis;
        this.maxHeld = maxHeld;
        this.seats = new Semaphore(maxHeld);
        market.listen(() -> rooms.values().forEach(WaitingRoom::wake));
    }

    /** Answers at once when there is something newer, else holds the exchange until there is or its time is up. */
    void admit(HttpServerExchange exchange, long cursor) throws Problem {
        var room = rooms.computeIfAbsent(
                exchange.getIoThread(), thread -> new WaitingRoom(thread, market, holdMillis, seats));
        if (closing) { // asked after the room was put up: so either this sees it, or close() sees the room
            throw unavailable(exchange, 1, "The server is stopping.");
        }
        if (!room.admit(exchange, cursor)) {
            throw unavailable(exchange, 5, "%d requests are held already.".formatted(maxHeld));
        }
    }

    int held() {
        return maxHeld - seats.availablePermits();
    }

    /** Tells every reader that the server stops, so that none of them finds its connection cut without a word. */
    void close() {
        if (!closing) {
            closing = true;
            CompletableFuture.allOf(
                            rooms.values().stream().map(WaitingRoom::close).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, 1, SECONDS)
                    .join();
        }
    }

    static Problem unavailable(HttpServerExchange exchange, int seconds, String detail) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        return new Problem(503, detail + " Ask again in %d s.".formatted(seconds));
    }
}
