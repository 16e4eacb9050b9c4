package ticker.polling;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Moves a market: five invented symbols on a random walk, which the same seed repeats. */
public final class Ticker implements AutoCloseable {
    static final List<String> SYMBOLS = List.of("ACME", "BRIO", "CUSP", "DUSK", "ECHO");

    private final Market market;
    private final Random random;
    private final long[] cents = new long[SYMBOLS.size()];
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "ticker");
        thread.setDaemon(true);
        return thread;
    });
    private Future<?> ticks = CompletableFuture.completedFuture(null); // none yet

    /** Opens the market: every symbol gets its first price. */
    public Ticker(Market market, long seed, long time) {
        this.market = market;
        this.random = new Random(seed);
        for (int i = 0; i < cents.length; i++) {
            cents[i] = random.nextLong(50_00, 150_00);
            market.move(SYMBOLS.get(i), cents[i], time);
        }
    }

    /** Moves one symbol, up or down by 1 to 50 cents. */
    void tick(long time) {
        int i = random.nextInt(cents.length);
        long step = random.nextLong(1, 51);
        cents[i] += random.nextBoolean() || cents[i] <= step ? step : -step;
        market.move(SYMBOLS.get(i), cents[i], time);
    }

    /** From now on moves one symbol, {@code rate} times a second and no longer at any rate it was started with before. */
    public synchronized void start(double rate) {
        ticks.cancel(false);
        long nanos = (long) (1e9 / rate);
        ticks = clock.scheduleAtFixedRate(() -> tick(System.currentTimeMillis()), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
