package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** A bar that says what is being measured and how long it will still take: on a terminal in one line, else line by line. */
final class Progress {
    private static final int WIDTH = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final double seconds;
    private final LongSupplier clock;
    private final long begun;

    /** @param seconds how long everything will take, about */
    Progress(PrintStream out, boolean terminal, double seconds, LongSupplier clock) {
        this.out = out;
        this.terminal = terminal;
        this.seconds = seconds;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    /** This is being measured from now on. */
    void say(String what) {
        double gone = (clock.getAsLong() - begun) / 1e9;
        double share = Math.min(0.99, gone / seconds);
        int done = (int) (WIDTH * share);
        var line = String.format(
                ROOT,
                "[%s%s] %2.0f %%  %s  %s left",
                "#".repeat(done),
                "·".repeat(WIDTH - done),
                100 * share,
                what,
                left(seconds - gone));
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private static String left(double seconds) {
        if (seconds < 5) {
            return "almost nothing";
        }
        return seconds < 90 ? String.format(ROOT, "%.0f s", seconds) : String.format(ROOT, "%.0f min", seconds / 60);
    }

    /** Everything is measured. */
    void end() {
        if (terminal) {
            out.print("\r\u001b[K");
        }
        out.printf(ROOT, "Measured in %.0f s.%n", (clock.getAsLong() - begun) / 1e9);
    }
}
