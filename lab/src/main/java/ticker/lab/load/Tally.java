package ticker.lab.load;

import java.util.Map;

/**
 * What has happened to {@link Clients} between two looks.
 *
 * @param clients how many there are
 * @param open how many of them are connected at the end
 * @param seconds from the look before to this one
 * @param errors connections that failed, were refused or ended, unless by {@link Clients#cut()}
 * @param error what was wrong the last time, or an empty text
 * @param board the newest price of each symbol that any client has
 */
public record Tally(
        int clients,
        int open,
        double seconds,
        Traffic traffic,
        Delays delays,
        GeneratorLoad generator,
        long errors,
        String error,
        Map<String, Price> board) {
    /** The number of the newest price that any client has, or 0 before the first. */
    public long newest() {
        return board.values().stream().mapToLong(Price::seq).max().orElse(0);
    }
}
