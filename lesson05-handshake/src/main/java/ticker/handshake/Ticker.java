package ticker.handshake;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Moves a market: five invented symbols on a random walk, at random times. The same seed repeats both. */
public final class Ticker implements AutoCloseable {
    static final List<String> SYMBOLS = List.of("ACME", "BRIO", "CUSP", "DUSK", "ECHO");

    private final Market market;
    private final Random walk;
    private final Random arrivals;
    private final long[] cents = new long[SYMBOLS.size()];
    private final long opened = System.nanoTime();
    private final long beginning;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "ticker");
        thread.setDaemon(true);
        return thread;
    });
    private Pace pace;

    private record Pace(double rate, boolean steady) {}

    /** Opens the market: every symbol gets its first price. */
    public Ticker(Market market, long seed, long time) {
        this.market = market;
        this.walk = new Random(seed);
        this.arrivals = new Random(seed + 1); // of its own, so that a steady market has the same prices
        this.beginning = market.after(0).seq();
        for (int i = 0; i < cents.length; i++) {
            cents[i] = walk.nextLong(50_00, 150_00);
            market.move(SYMBOLS.get(i), cents[i], time);
        }
    }

    /** Moves one symbol, up or down by 1 to 50 cents. */
    void tick(long time) {
        int i = walk.nextInt(cents.length);
        long step = walk.nextLong(1, 51);
        cents[i] += walk.nextBoolean() || cents[i] <= step ? step : -step;
        market.move(SYMBOLS.get(i), cents[i], time);
    }

    /** From now on moves one symbol {@code rate} times a second on average, and no longer at an earlier rate. */
    public void start(double rate) {
        start(rate, false);
    }

    /** If steady, prices move at equal intervals. */
    public synchronized void start(double rate, boolean steady) {
        pace = new Pace(rate, steady);
        schedule(pace, System.nanoTime());
    }

    private void schedule(Pace pace, long last) {
        long due = last + pause(pace.rate(), pace.steady());
        thread.schedule(() -> move(pace, due), due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** How long until the next move, in nanoseconds. Moves that are independent of each other are a Poisson process. */
    long pause(double rate, boolean steady) {
        return (long) (1e9 / rate * (steady ? 1 : arrivals.nextExponential()));
    }

    // Numbers begin at the wall clock's milliseconds and must not run ahead of it: else a cursor from before a restart
    // would look like one of the new market. So a move that comes too early waits. The time since the start says what
    // is too early, not the wall clock: somebody may set that back, and prices would stop until it has caught up.
    private synchronized void move(Pace pace, long due) {
        if (pace != this.pace) {
            return; // it was started again, at another pace
        }
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opened);
        if (market.after(0).seq() < beginning + passed) {
            tick(System.currentTimeMillis());
            schedule(pace, due);
        } else {
            thread.schedule(() -> move(pace, due), 1, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
