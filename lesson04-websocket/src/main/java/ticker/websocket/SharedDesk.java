package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import redis.clients.jedis.exceptions.JedisException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does orders in a shared market: each id once, whichever server it is sent to. While Redis is out of reach they wait,
 * because nobody knows whether one that is sent again has been done before.
 */
final class SharedDesk implements Desk {
    static final int WAITING = 1000; // orders
    private static final String REMEMBERED = "3600"; // seconds
    private static final int RETRY = 100; // milliseconds
    private static final JsonMapper JSON = new JsonMapper();

    // One step: what is remembered is answered again, and what is not is done at the newest price, and remembered.
    private static final String PLACE = """
            local receipt, board = unpack(KEYS)
            local order, symbol, seconds = unpack(ARGV)
            if redis.call('EXISTS', receipt) == 0 then
              local quote = redis.call('HGET', board, symbol)
              if not quote then
                return {}
              end
              redis.call('HSET', receipt, 'order', order, 'quote', quote)
              redis.call('EXPIRE', receipt, seconds)
            end
            return redis.call('HMGET', receipt, 'order', 'quote')
            """;

    private final SharedMarket shared;
    private final OrderDesk copy;
    private final ExecutorService thread =
            new ThreadPoolExecutor(1, 1, 0, SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                var clerk = new Thread(work, "desk");
                clerk.setDaemon(true);
                return clerk;
            });

    SharedDesk(SharedMarket shared) {
        this.shared = shared;
        this.copy = new OrderDesk(shared.copy());
    }

    /** An I/O thread must not wait for Redis: the desk's own thread does. */
    @Override
    public void place(Order order, Consumer<Reply> client) throws Refusal {
        try {
            thread.execute(() -> place(order).ifPresent(client));
        } catch (RejectedExecutionException full) {
            throw new Refusal(
                    order.id(), "Too many orders wait for the market. Send this one again later, with the same id.");
        }
    }

    @Override
    public void check(List<String> symbols) throws Refusal {
        copy.check(symbols);
    }

    /** Tries until there is an answer. Nothing: this server stops, and the client asks another one. */
    private Optional<Reply> place(Order order) {
        try {
            var receipt = attempt(order);
            while (receipt.isEmpty()) {
                Thread.sleep(RETRY);
                receipt = attempt(order);
            }
            return Optional.of(new Reply.Ack(receipt.get().of(order)));
        } catch (Refusal refusal) {
            return Optional.of(new Reply.Refused(refusal.id(), refusal.getMessage()));
        } catch (InterruptedException stopping) {
            return Optional.empty();
        }
    }

    private Optional<OrderDesk.Receipt> attempt(Order order) throws Refusal {
        try {
            var keys = List.of("market:order:" + order.id(), SharedMarket.BOARD);
            var values = List.of(JSON.writeValueAsString(order), order.symbol(), REMEMBERED);
            var found = (List<?>) shared.redis().eval(PLACE, keys, values);
            if (found.isEmpty()) {
                copy.quote(order.symbol(), order.id()); // if we know it, Redis has forgotten it and will be told soon
                return Optional.empty();
            }
            return Optional.of(receipt((String) found.get(0), (String) found.get(1)));
        } catch (JedisException gone) {
            return Optional.empty();
        }
    }

    private static OrderDesk.Receipt receipt(String order, String news) {
        var quote = Quotes.parse(news.getBytes(UTF_8)).quotes().get(0);
        return new OrderDesk.Receipt(JSON.readValue(order, Order.class), quote);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
