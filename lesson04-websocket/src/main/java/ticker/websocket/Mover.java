package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Moves a shared market. Every server has a mover and every mover tries; Redis lets through the one that has the lease.
 * When that one is gone its lease runs out, and the next who tries has it.
 */
final class Mover implements AutoCloseable {
    static final int LEASE = 2000; // milliseconds; longer than a BEAT, and both together shorter than SILENCE
    private static final int BEAT = 500;
    private static final Logger LOG = Logger.getLogger(Mover.class.getName());

    // One step, whole or not at all: have the lease, number the quote, keep it, tell everybody. The number is Redis's
    // clock in milliseconds, or the next one: it never goes backwards, even when Redis comes back and has forgotten it.
    private static final String MOVE = """
            local lease, last, board = unpack(KEYS)
            local mover, millis, channel, symbol, news = unpack(ARGV)
            local holder = redis.call('GET', lease)
            if holder and holder ~= mover then
              return 0
            end
            redis.call('SET', lease, mover, 'PX', millis)
            if symbol ~= '' then
              local now = redis.call('TIME')
              local seq = math.max(now[1] * 1000 + math.floor(now[2] / 1000), (redis.call('GET', last) or 0) + 1)
              local number = string.format('%.0f', seq)
              news = string.gsub(news, '"seq":0', '"seq":' .. number)
              redis.call('SET', last, number)
              redis.call('HSET', board, symbol, news)
            end
            redis.call('PUBLISH', channel, news)
            return 1
            """;

    private static final List<String> KEYS = List.of("market:lease", "market:seq", SharedMarket.BOARD);
    private static final String SIGN_OF_LIFE = "{\"seq\":0,\"quotes\":[]}";

    private final SharedMarket shared;
    private final Random random;
    private final String name = UUID.randomUUID().toString();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "mover");
        thread.setDaemon(true);
        return thread;
    });

    Mover(SharedMarket shared, long seed) {
        this.shared = shared;
        this.random = new Random(seed);
    }

    /** From now on moves one symbol, {@code rate} times a second, whenever it has the lease. */
    void start(double rate) {
        long nanos = (long) (1e9 / rate);
        clock.scheduleAtFixedRate(() -> attempt(this::beat), 0, BEAT, MILLISECONDS);
        clock.scheduleAtFixedRate(() -> attempt(this::tick), nanos, nanos, NANOSECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (JedisException gone) {
            LOG.log(Level.FINE, "Redis is gone, which the follower notices, too", gone);
        }
    }

    /** A symbol has a new price, in whole cents, at a time in milliseconds since the epoch. False: another one has the lease. */
    boolean move(String symbol, long cents, long time) {
        var quotes = new Quotes(0, List.of(new Quote(0, symbol, cents, time)), false); // Redis puts the number in
        return step(symbol, new String(quotes.json(), UTF_8));
    }

    private boolean step(String symbol, String news) {
        var values = List.of(name, Integer.toString(LEASE), SharedMarket.NEWS, symbol, news);
        return shared.redis().eval(MOVE, KEYS, values).equals(1L);
    }

    /** Keeps the lease, lets everybody know that the market is alive, and opens what is not on the board. */
    private void beat() {
        if (step("", SIGN_OF_LIFE)) {
            var board = shared.redis().hkeys(SharedMarket.BOARD);
            for (var symbol : Ticker.SYMBOLS) {
                if (!board.contains(symbol)) {
                    var quote = newest(symbol);
                    move(symbol, quote.cents(), quote.time());
                }
            }
        }
    }

    /** Moves one symbol, up or down by 1 to 50 cents. */
    private void tick() {
        if (!shared.isHalted()) {
            var quote = newest(Ticker.SYMBOLS.get(random.nextInt(Ticker.SYMBOLS.size())));
            long step = random.nextLong(1, 51);
            long cents = quote.cents() + (random.nextBoolean() || quote.cents() <= step ? step : -step);
            move(quote.symbol(), cents, System.currentTimeMillis());
        }
    }

    /** What this server has heard last, even when Redis has forgotten it, or else the first price. */
    private Quote newest(String symbol) {
        return shared.copy().after(0).quotes().stream()
                .filter(quote -> quote.symbol().equals(symbol))
                .findFirst()
                .orElseGet(() -> new Quote(0, symbol, random.nextLong(50_00, 150_00), System.currentTimeMillis()));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
