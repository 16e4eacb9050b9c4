package ticker.lab.relay;

/**
 * The time in milliseconds since the epoch, by a clock that cannot be set: it starts at the wall clock's time and then
 * only goes on. So what is measured with it is never negative, and never an hour too long.
 */
public final class SteadyTime {
    private static final double START = System.currentTimeMillis() - System.nanoTime() / 1e6;

    private SteadyTime() {}

    /** Now. */
    public static double millis() {
        return START + System.nanoTime() / 1e6;
    }
}
