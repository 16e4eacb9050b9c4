package ticker.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.logging.Logger;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/**
 * A market that several servers share by way of Redis: a hash with the newest quotes and a channel for the news, both in
 * the course's own wire form. This server has a copy of it, which is an ordinary {@link Market}.
 */
final class SharedMarket implements AutoCloseable {
    static final String BOARD = "market:board";
    static final String NEWS = "market:news";
    static final int SILENCE = 3000; // milliseconds: whoever moves the market says something more often

    // Numbers are about a millisecond apart. Whoever comes from a server that is ahead of this one is not further
    // ahead.
    private static final long LEAD = 60_000;
    private static final Logger LOG = Logger.getLogger(SharedMarket.class.getName());

    private final Market market = new Market(0, LEAD);
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> found = new CompletableFuture<>();
    private final Thread follower = new Thread(this::follow, "market");
    private final RedisClient redis;
    private boolean halted;
    private volatile boolean closed;

    /** Joins the market at {@code redis://localhost:6379}. An IllegalArgumentException says that there is none. */
    SharedMarket(URI address) {
        var patience = DefaultJedisClientConfig.builder().timeoutMillis(1000).blockingSocketTimeoutMillis(SILENCE);
        redis = RedisClient.builder()
                .hostAndPort(address.getHost(), address.getPort())
                .clientConfig(patience.build())
                .build();
        follower.setDaemon(true);
        follower.start();
        try {
            found.orTimeout(5, SECONDS).join();
        } catch (CompletionException failure) {
            close();
            throw new IllegalArgumentException("There is no Redis at %s.".formatted(address), failure);
        }
    }

    /** Joins the market that {@code -Dmarket=redis://localhost:6379} names. Without it a server has its own. */
    static Optional<SharedMarket> fromSettings() {
        var given = System.getProperty("market");
        if (given == null) {
            return Optional.empty();
        }
        if (!given.matches("redis://[\\w.-]+:\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "-Dmarket must be an address such as redis://localhost:6379, not \"%s\".".formatted(given));
        }
        return Optional.of(new SharedMarket(URI.create(given)));
    }

    /** This server's copy. */
    Market copy() {
        return market;
    }

    RedisClient redis() {
        return redis;
    }

    synchronized boolean isHalted() {
        return halted;
    }

    /** Runs the listener now, and whenever prices begin to stand still (true) or move again (false). */
    synchronized void onHalt(Consumer<Boolean> listener) {
        listeners.add(listener);
        listener.accept(halted);
    }

    private synchronized void halt(boolean now, String reason) {
        if (halted != now) {
            halted = now;
            LOG.warning(reason);
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private void follow() {
        while (!closed) {
            try {
                redis.subscribe(new News(), NEWS.getBytes());
            } catch (RuntimeException lost) {
                if (closed || found.completeExceptionally(lost)) {
                    return; // it is over, or never began
                }
                halt(true, "The market stands still: " + lost.getMessage());
                pause();
            }
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

    private final class News extends BinaryJedisPubSub {
        // Listen first, look second: what is published from here on comes after the board, and may be on it already.
        @Override
        public void onSubscribe(byte[] channel, int channels) {
            redis.hvals(BOARD.getBytes()).stream()
                    .flatMap(news -> Quotes.parse(news).quotes().stream())
                    .sorted(Comparator.comparingLong(Quote::seq))
                    .forEach(quote -> market.accept(quote.seq(), quote.symbol(), quote.cents(), quote.time()));
            found.complete(null);
        }

        @Override
        public void onMessage(byte[] channel, byte[] news) {
            Quotes.parse(news)
                    .quotes()
                    .forEach(quote -> market.accept(
                            quote.seq(),
                            quote.symbol(),
                            quote.cents(),
                            quote.time())); // none of them: only a sign of life
            halt(false, "The market moves again.");
        }
    }

    @Override
    public void close() {
        closed = true;
        follower.interrupt(); // it ends with the next message, or when it has waited for one too long
        redis.close();
    }
}
