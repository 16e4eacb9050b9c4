package ticker.lab.report;

import static java.util.Locale.ROOT;

/**
 * One case that is measured.
 *
 * @param rate how many prices move in a second
 * @param clients how many there are at once
 */
public record Cell(Contender contender, double rate, int clients) {
    /** A number as the results name it: 0.1, but 10 rather than 10.0. */
    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    @Override
    public String toString() {
        return String.format(
                ROOT,
                "%s: %,d client%s, %s prices a second",
                contender.title(),
                clients,
                clients == 1 ? "" : "s",
                plain(rate));
    }
}
