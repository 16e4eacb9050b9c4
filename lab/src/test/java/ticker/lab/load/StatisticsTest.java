package ticker.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final Price LAST = price(10, 1000);

    private final Statistics book = new Statistics();

    @Test
    void theDelayIsTheTimeFromTheMoveToTheReader() {
        book.arrived(LAST, List.of(price(11, 2000)), millis(2400), 100);

        assertEquals(400, book.tally(1, 1, null, Map.of()).delay().getMaxValue() / 1000.0, 1);
    }

    @Test
    void aMoveThatNobodyWasToldOfAgesToo() {
        // Moves 11, 12, 13 and 14, a second apart; only the last one comes, at once.
        book.arrived(LAST, List.of(price(14, 5000)), millis(5000), 100);
        var tally = book.tally(1, 1, null, Map.of());

        assertEquals(0, tally.delay().getMaxValue(), "what was delivered was fresh");
        assertEquals(3, tally.conflated());
        assertEquals(4, tally.age().getTotalCount(), "an age for every move");
        assertEquals(3000, tally.age().getMaxValue() / 1000.0, 3, "move 11 was 3 s old before something newer came");
        assertEquals(1500, tally.age().getMean() / 1000, 2);
    }

    @Test
    void severalPricesInOneMessageAreSeveralUpdates() {
        book.arrived(LAST, List.of(price(11, 2000), price(12, 3000)), millis(3000), 100);
        var tally = book.tally(1, 1, null, Map.of());

        assertEquals(2, tally.updates());
        assertEquals(1, tally.messages());
        assertEquals(0, tally.conflated());
    }

    @Test
    void overheadIsWhatIsNoPayload() {
        book.up(50);
        book.down(150);
        book.arrived(LAST, List.of(price(11, 2000)), millis(2000), 100);

        assertEquals(0.5, book.tally(1, 1, null, Map.of()).overhead());
    }

    @Test
    void aGeneratorThatNeverRestsSaysSo() {
        book.worked(3_600_000_000_000L, 1); // an hour of work in no time

        var limit = book.tally(1, 1, null, Map.of()).limit();

        assertTrue(limit.orElse("no limit").startsWith("The load generator was busy"), limit::toString);
    }

    @Test
    void aGeneratorThatIsLateSaysSo() {
        book.late(200_000_000, 1);

        var limit = book.tally(1, 1, null, Map.of()).limit();

        assertTrue(limit.orElse("no limit").matches("The load generator was up to \\d+ ms late\\."), limit::toString);
    }

    @Test
    void aGeneratorAtEaseSaysNothing() {
        book.late(2_000_000, 1);

        assertEquals(Optional.empty(), book.tally(1, 1, null, Map.of()).limit());
    }

    private static Price price(long seq, long moved) {
        return new Price(seq, "ACME", "101.25", moved);
    }

    private static long millis(long time) {
        return 1000 * time;
    }
}
