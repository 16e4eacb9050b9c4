package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;
import ticker.websocket.Order;
import ticker.websocket.OrderDesk;
import ticker.websocket.Quote;
import ticker.websocket.Refusal;
import ticker.websocket.Reply;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does the orders of a shared market: each id once, whichever server it is sent to. While Redis is out of reach, orders
 * wait: only Redis knows whether an order that is sent again has been done before.
 */
final class SharedOrderDesk implements OrderDesk {
    static final int MAX_WAITING = 1000; // orders
    private static final String REMEMBERED = "3600"; // seconds
    private static final int RETRY = 100; // milliseconds
    private static final JsonMapper JSON = new JsonMapper();

    // One step: an order that is remembered gets its receipt again. Another one is done at the newest price, and
    // remembered.
    private static final String PLACE = """
            local receipt, board = unpack(KEYS)
            local order, symbol, seconds = unpack(ARGV)
            if redis.call('EXISTS', receipt) == 0 then
              local move = redis.call('HGET', board, symbol)
              if not move then
                return {}
              end
              redis.call('HSET', receipt, 'order', order, 'move', move)
              redis.call('EXPIRE', receipt, seconds)
            end
            return redis.call('HMGET', receipt, 'order', 'move')
            """;

    private final SharedMarket shared;
    private final ExecutorService worker =
            new ThreadPoolExecutor(1, 1, 0, SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                var thread = new Thread(work, "orders");
                thread.setDaemon(true);
                return thread;
            });

    SharedOrderDesk(SharedMarket shared) {
        this.shared = shared;
    }

    /** An I/O thread must not wait for Redis: the worker does. */
    @Override
    public void place(Order order, Consumer<Reply> client) throws Refusal {
        try {
            worker.execute(() -> place(order).ifPresent(client));
        } catch (RejectedExecutionException full) {
            throw new Refusal(
                    order.id(), "Too many orders wait for the market. Send this one again later, with the same id.");
        }
    }

    /** Tries until there is a reply. Empty: this server stops, and the client sends the order to another one. */
    private Optional<Reply> place(Order order) {
        try {
            var reply = attempt(order);
            while (reply.isEmpty()) {
                Thread.sleep(RETRY);
                reply = attempt(order);
            }
            return reply;
        } catch (InterruptedException stopping) {
            return Optional.empty();
        }
    }

    /** Empty: Redis is gone, or it has forgotten the symbol, which the leader will soon put back. */
    private Optional<Reply> attempt(Order order) {
        try {
            var keys = List.of("market:order:" + order.id(), SharedMarket.BOARD);
            var values = List.of(JSON.writeValueAsString(order), order.symbol(), REMEMBERED);
            return shared.ask(redis -> reply(order, (List<?>) redis.eval(PLACE, keys, values)));
        } catch (JedisException gone) {
            return Optional.empty();
        }
    }

    private static Optional<Reply> reply(Order order, List<?> receipt) {
        return receipt.isEmpty()
                ? Optional.empty()
                : Optional.of(reply(order, (String) receipt.get(0), (String) receipt.get(1)));
    }

    private static Reply reply(Order order, String first, String json) {
        if (!JSON.readValue(first, Order.class).equals(order)) {
            return new Reply.Refused(
                    order.id(),
                    String.format(ROOT, "The id %s belongs to another order. A new order needs a new id.", order.id()));
        }
        var move = Move.parse(json);
        return new Reply.Ack(order, new Quote(move.seq(), move.symbol(), move.cents(), move.time()));
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
