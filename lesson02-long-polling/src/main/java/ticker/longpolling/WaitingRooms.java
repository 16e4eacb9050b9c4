package ticker.longpolling;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.xnio.XnioIoThread;

/** Where readers wait for news: one room for each I/O thread, and a number of seats in all of them together. */
final class WaitingRooms {
    private final Market market;
    private final long holdMillis;
    private final int maxHeld;
    private final Semaphore seats;
    private final Map<XnioIoThread, WaitingRoom> rooms = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile boolean halted;

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
            throw stopping(exchange);
        }
        if (halted) {
            throw standingStill(exchange);
        }
        if (!room.admit(exchange, cursor)) {
            throw unavailable(exchange, 5, "%d requests are held already.".formatted(maxHeld));
        }
    }

    int held() {
        return maxHeld - seats.availablePermits();
    }

    /** Tells every reader that the server stops, so that none of them finds its connection cut without a word. */
    synchronized void close() {
        if (!closing) {
            closing = true;
            dismiss(exchange -> {
                        exchange.setPersistent(false);
                        stopping(exchange).send(exchange);
                    })
                    .completeOnTimeout(null, 1, SECONDS)
                    .join();
        }
    }

    /** Holds nobody while prices stand still: whoever is held believes that the price is the newest. */
    synchronized void halt(boolean halted) {
        this.halted = halted;
        if (halted && !closing) {
            dismiss(exchange -> standingStill(exchange).send(exchange));
        }
    }

    private CompletableFuture<Void> dismiss(Consumer<HttpServerExchange> answer) {
        return CompletableFuture.allOf(
                rooms.values().stream().map(room -> room.dismiss(answer)).toArray(CompletableFuture[]::new));
    }

    private static Problem stopping(HttpServerExchange exchange) {
        return unavailable(exchange, 1, "The server is stopping.");
    }

    private static Problem standingStill(HttpServerExchange exchange) {
        return unavailable(exchange, 1, "Prices stand still: the server has lost the market.");
    }

    private static Problem unavailable(HttpServerExchange exchange, int seconds, String detail) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        return new Problem(503, detail + " Ask again in %d s.".formatted(seconds));
    }
}
