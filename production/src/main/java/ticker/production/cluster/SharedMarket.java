package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A market that several servers share: in Redis, a hash with the newest move of each symbol and a channel that brings each
 * move. Every server follows it, and passes each move on to the market of its lesson, which is an ordinary one.
 */
final class SharedMarket implements AutoCloseable {
    static final String BOARD = "market:board";
    static final String MOVES = "market:moves";
    static final String SIGN_OF_LIFE = ""; // instead of a move

    /** Milliseconds without a message after which the connection counts as lost: the leader sends something more often. */
    static final int TIMEOUT = 3000;

    /**
     * How far the cursor of a client may be ahead of a server: the client may have got its last price from another server,
     * which had it a moment sooner. Numbers are milliseconds, so this is a minute. A server that hears nothing notices it
     * long before.
     */
    static final long LEAD = 60_000;

    /** A number that is further ahead of the clock is refused: after it, servers would ignore all lower ones. */
    private static final long MAX_AHEAD = Duration.ofDays(1).toMillis();

    private static final Logger LOG = Logger.getLogger(SharedMarket.class.getName());

    /** Gets each move as plain values: {@code accept} of each lesson's market fits. */
    interface Listener {
        void accept(long seq, String symbol, long cents, long time);
    }

    private final Map<String, Move> newest = new LinkedHashMap<>(); // in the order of their last move
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Consumer<Boolean>> haltListeners = new ArrayList<>();
    private final CompletableFuture<Void> found = new CompletableFuture<>();
    private final Thread follower = new Thread(this::follow, "shared market");
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "shared market clock");
        thread.setDaemon(true);
        return thread;
    });
    private final URI address;
    private final RedisClient redis;
    private long seq;
    private boolean halted;
    private volatile long heard = System.nanoTime(); // the last message
    private volatile Connection connection; // of the subscription
    private volatile boolean closed;

    /** Joins the market at {@code redis://localhost:6379}. An IllegalArgumentException says that there is none. */
    SharedMarket(URI address) {
        this.address = address;
        redis = RedisClient.builder()
                .hostAndPort(address.getHost(), address.getPort())
                .clientConfig(config())
                .build();
        follower.setDaemon(true);
        follower.start();
        try {
            found.orTimeout(5, SECONDS).join();
        } catch (CompletionException failure) {
            close();
            throw new IllegalArgumentException(
                    String.format(
                            ROOT,
                            "There is no Redis at %s. -Dmarket=redis://localhost:6379 says where it is.",
                            address),
                    failure);
        }
        clock.scheduleAtFixedRate(this::check, TIMEOUT, 500, MILLISECONDS);
    }

    private static JedisClientConfig config() {
        return DefaultJedisClientConfig.builder()
                .timeoutMillis(1000)
                .blockingSocketTimeoutMillis(TIMEOUT)
                .build();
    }

    /** Joins the market that {@code -Dmarket} names. */
    static SharedMarket fromSettings() {
        var given = System.getProperty("market", "redis://localhost:6379");
        if (!given.matches("redis://[\\w.-]+:\\d{1,5}")) {
            throw new IllegalArgumentException(String.format(
                    ROOT, "-Dmarket must be an address such as redis://localhost:6379, not \"%s\".", given));
        }
        return new SharedMarket(URI.create(given));
    }

    /**
     * Asks Redis, and reads its reply. A JedisException says that Redis is gone, or that the reply makes no sense: it is what
     * some other program sends, or a length for which there is no memory.
     */
    <T> T ask(Function<RedisClient, T> command) {
        try {
            return command.apply(redis);
        } catch (JedisException gone) {
            throw gone;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError nonsense) {
            redis.getPool().clear(); // what is left on a connection would be taken for the next reply
            throw new JedisException("Redis replies with nonsense", nonsense);
        }
    }

    /** The newest move of each symbol, the newest last. */
    synchronized List<Move> board() {
        return List.copyOf(newest.values());
    }

    /** Tells the listener the board now, and each move from now on. The listener must return soon. */
    synchronized void listen(Listener listener) {
        listeners.add(listener);
        newest.values().forEach(move -> tell(listener, move));
    }

    synchronized boolean isHalted() {
        return halted;
    }

    /** Runs the listener now, and whenever prices begin to stand still (true) or move again (false). */
    synchronized void onHalt(Consumer<Boolean> listener) {
        haltListeners.add(listener);
        listener.accept(halted);
    }

    private synchronized void accept(Move move) {
        if (move.seq() > seq) { // else it is known already
            seq = move.seq();
            newest.remove(move.symbol());
            newest.put(move.symbol(), move);
            listeners.forEach(listener -> tell(listener, move));
        }
    }

    private static void tell(Listener listener, Move move) {
        listener.accept(move.seq(), move.symbol(), move.cents(), move.time());
    }

    private synchronized void halt(boolean now, String reason) {
        if (halted != now) {
            halted = now;
            LOG.warning(reason);
            haltListeners.forEach(listener -> listener.accept(now));
        }
    }

    // A connection of its own for each subscription. One that fails leaves messages on it, and in a shared pool
    // its next user would take them for the reply to its command.
    private void follow() {
        while (!closed) {
            heard = System.nanoTime(); // a new connection has as much time as any
            try (var own = new Connection(new HostAndPort(address.getHost(), address.getPort()), config())) {
                connection = own;
                new Subscription().proceed(own, MOVES);
                throw new JedisException("Redis has ended the subscription");
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError lost) { // as in ask()
                if (closed || found.completeExceptionally(lost)) {
                    return; // the market is closed, or it never began
                }
                halt(
                        true,
                        "The market stands still: "
                                + lost.toString().lines().findFirst().orElseThrow());
                pause();
            }
        }
    }

    /** Bytes that never complete a message are no sign of life: after a wrong length, all messages count as part of one. */
    private void check() {
        if (System.nanoTime() - heard > MILLISECONDS.toNanos(TIMEOUT)) {
            halt(true, String.format(ROOT, "The market stands still: Redis has sent no message for %d ms.", TIMEOUT));
            connection.close(); // which the follower notices
        }
    }

    // Jitter: the servers that lost Redis together should not come back together.
    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(500));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Anybody on the network of Redis can write to it. An exception says that this is no move of this market. */
    private static Move parse(String json) {
        var move = Move.parse(json);
        if (!MarketLeader.SYMBOLS.contains(move.symbol()) || move.seq() > System.currentTimeMillis() + MAX_AHEAD) {
            throw new IllegalArgumentException("This is no move of this market: " + move);
        }
        return move;
    }

    private final class Subscription extends JedisPubSub {
        // Listen first, look second: a move that is published from here on comes after the board, and may be on it,
        // too.
        @Override
        public void onSubscribe(String channel, int channels) {
            redis.hvals(BOARD).stream()
                    .map(SharedMarket::parse)
                    .sorted(Comparator.comparingLong(Move::seq))
                    .forEach(SharedMarket.this::accept);
            found.complete(null);
        }

        @Override
        public void onMessage(String channel, String message) {
            if (!message.equals(SIGN_OF_LIFE)) {
                accept(parse(message));
            }
            heard = System.nanoTime();
            halt(false, "The market moves again.");
        }
    }

    @Override
    public void close() {
        closed = true;
        follower.interrupt(); // it ends with the next message, or when it has waited too long for one
        clock.shutdownNow();
        redis.close();
    }
}
