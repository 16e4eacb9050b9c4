package ticker.production.cluster;

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
 * Moves a shared market. Every server has a leader, and every leader tries; Redis accepts the moves of the one that has the
 * lease. When that leader is gone, its lease runs out, and the next one that tries gets it.
 */
final class MarketLeader implements AutoCloseable {
    static final List<String> SYMBOLS = List.of("ACME", "BRIO", "CUSP", "DUSK", "ECHO");
    static final int LEASE = 2000; // milliseconds; longer than HEARTBEAT, and both together shorter than TIMEOUT
    private static final int HEARTBEAT = 500;
    private static final int MAX_WAIT = 1000; // milliseconds, whatever Redis says of its clock
    private static final Logger LOG = Logger.getLogger(MarketLeader.class.getName());

    // One step, whole or not at all: take the lease, number the move, store it, publish it. The number is the clock of
    // Redis in milliseconds, or one more than the last number. So it never goes backwards, even when Redis comes back
    // and has forgotten the last one.
    // Returns how many milliseconds the number is ahead of the clock; -1 when another leader has the lease.
    private static final String STEP = """
            local lease, last, board = unpack(KEYS)
            local leader, millis, channel, symbol, move = unpack(ARGV)
            local holder = redis.call('GET', lease)
            if holder and holder ~= leader then
              return -1
            end
            redis.call('SET', lease, leader, 'PX', millis)
            local ahead = 0
            if symbol ~= '' then
              local time = redis.call('TIME')
              local clock = time[1] * 1000 + math.floor(time[2] / 1000)
              local seq = math.max(clock, (redis.call('GET', last) or 0) + 1)
              local number = string.format('%.0f', seq)
              move = string.gsub(move, '"seq":0', '"seq":' .. number)
              redis.call('SET', last, number)
              redis.call('HSET', board, symbol, move)
              ahead = seq - clock
            end
            redis.call('PUBLISH', channel, move)
            return ahead
            """;

    private static final List<String> KEYS = List.of("market:lease", "market:seq", SharedMarket.BOARD);

    private final SharedMarket shared;
    private final Random walk;
    private final Random arrivals;
    private final String name = UUID.randomUUID().toString();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "market leader");
        thread.setDaemon(true);
        return thread;
    });

    MarketLeader(SharedMarket shared, long seed) {
        this.shared = shared;
        this.walk = new Random(seed);
        this.arrivals = new Random(seed + 1);
    }

    /**
     * From now on moves one symbol {@code rate} times a second on average, whenever it has the lease.
     *
     * @param steady whether all pauses are equal; else prices come as a Poisson process, as in the lessons
     */
    void start(double rate, boolean steady) {
        thread.scheduleAtFixedRate(() -> unlessRedisIsGone(this::heartbeat), 0, HEARTBEAT, MILLISECONDS);
        schedule(rate, steady, System.nanoTime());
    }

    // Numbers must not get ahead of the clock: else a Redis that comes back empty would begin with lower ones.
    private void schedule(double rate, boolean steady, long last) {
        long due = last + pause(rate, steady);
        Runnable next = () -> {
            long ahead = unlessRedisIsGone(this::tick);
            schedule(rate, steady, due + MILLISECONDS.toNanos(ahead));
        };
        thread.schedule(next, due - System.nanoTime(), NANOSECONDS);
    }

    /** How long to wait for the next price, in nanoseconds. */
    long pause(double rate, boolean steady) {
        return (long) (1e9 / rate * (steady ? 1 : arrivals.nextExponential()));
    }

    private interface Work {
        long run();
    }

    private static long unlessRedisIsGone(Work work) {
        try {
            return work.run();
        } catch (JedisException gone) {
            LOG.log(Level.FINE, "Redis is gone, which the follower notices, too", gone);
            return 0;
        }
    }

    /** A symbol has a new price, in whole cents, at a time in milliseconds since the epoch. False: another leader has the lease. */
    boolean move(String symbol, long cents, long time) {
        return step(new Move(0, symbol, cents, time)) >= 0; // Redis puts the number in
    }

    private long step(Move move) {
        return step(move.symbol(), move.json());
    }

    private long step(String symbol, String message) {
        var values = List.of(name, Integer.toString(LEASE), SharedMarket.MOVES, symbol, message);
        return shared.ask(redis -> (long) redis.eval(STEP, KEYS, values));
    }

    /** Renews the lease, sends a sign of life to every server, and gives a first price to each symbol that has none. */
    private long heartbeat() {
        if (step("", SharedMarket.SIGN_OF_LIFE) >= 0) {
            var board = shared.ask(redis -> redis.hkeys(SharedMarket.BOARD));
            for (var symbol : SYMBOLS) {
                if (!board.contains(symbol)) {
                    step(newest(symbol));
                }
            }
        }
        return 0;
    }

    /** Moves one symbol, up or down by 1 to 50 cents. Returns how far its number is ahead of the clock. */
    private long tick() {
        if (shared.isHalted()) {
            return 0;
        }
        var before = newest(SYMBOLS.get(walk.nextInt(SYMBOLS.size())));
        long change = walk.nextLong(1, 51);
        long cents = before.cents() + (walk.nextBoolean() || before.cents() <= change ? change : -change);
        long ahead = step(new Move(0, before.symbol(), cents, System.currentTimeMillis()));
        return Math.min(Math.max(0, ahead), MAX_WAIT);
    }

    /** The last price that this server has heard, even when Redis has forgotten it, or else a first price; without a number. */
    private Move newest(String symbol) {
        return shared.board().stream()
                .filter(move -> move.symbol().equals(symbol))
                .map(move -> new Move(0, symbol, move.cents(), move.time()))
                .findFirst()
                .orElseGet(() -> new Move(0, symbol, walk.nextLong(50_00, 150_00), System.currentTimeMillis()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
