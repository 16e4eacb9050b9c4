package ticker.lab.race;

import static java.util.Locale.ROOT;

import java.util.List;

/**
 * The settings of the race. Other values are refused with an IllegalArgumentException that says what is allowed.
 *
 * @param rate prices that move in a second
 * @param interval milliseconds from poll to poll
 * @param clients how many more each lesson gets besides its counted one
 * @param symbol the one whose price is shown
 */
record RaceSettings(double rate, int interval, int clients, String symbol) {
    static final List<String> SYMBOLS = List.of("ACME", "BRIO", "CUSP", "DUSK", "ECHO");

    RaceSettings {
        check(rate >= 0.1 && rate <= 1000, "rate must be a number from 0.1 to 1000, not %s.", rate);
        check(interval >= 100 && interval <= 60_000, "interval must be from 100 to 60000 ms, not %d.", interval);
        check(clients >= 0 && clients <= 500, "clients must be from 0 to 500, not %d.", clients);
        check(SYMBOLS.contains(symbol), "symbol must be one of %s, not %s.", String.join(", ", SYMBOLS), symbol);
    }

    /** Whether the machine has as much to do with the one as with the other. */
    boolean loadsLike(RaceSettings other) {
        return rate == other.rate && interval == other.interval && clients == other.clients;
    }

    private static void check(boolean kept, String rule, Object... details) {
        if (!kept) {
            throw new IllegalArgumentException(String.format(ROOT, rule, details));
        }
    }
}
