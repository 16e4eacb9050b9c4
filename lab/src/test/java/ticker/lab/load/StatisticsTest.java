package ticker.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final Price LAST = price(10, 1000);

    private final Statistics statistics = new Statistics();

    @Test
    void theDelayIsTheTimeFromTheMoveToTheClient() {
        statistics.arrived(LAST, List.of(price(11, 2000)), millis(2400), 100);

        assertEquals(400, statistics.tally(1, 1, Map.of()).delays().delay().getMaxValue() / 1000.0, 1);
    }

    @Test
    void aMoveThatNoMessageNamedAgesToo() {
        // Moves 11, 12, 13 and 14, a second apart; only the last one comes, at once.
        statistics.arrived(LAST, List.of(price(14, 5000)), millis(5000), 100);
        var tally = statistics.tally(1, 1, Map.of());

        assertEquals(0, tally.delays().delay().getMaxValue(), "what was delivered was fresh");
        assertEquals(3, tally.traffic().conflated(), "prices that were conflated");
        assertEquals(4, tally.delays().age().getTotalCount(), "an age for every move");
        assertEquals(
                3000,
                tally.delays().age().getMaxValue() / 1000.0,
                3,
                "move 11 was 3 s old before something newer came");
        assertEquals(1500, tally.delays().age().getMean() / 1000, 2);
    }

    @Test
    void severalPricesInOneMessageAreSeveralUpdates() {
        statistics.arrived(LAST, List.of(price(11, 2000), price(12, 3000)), millis(3000), 100);
        var tally = statistics.tally(1, 1, Map.of());

        assertEquals(2, tally.traffic().updates(), "updates");
        assertEquals(1, tally.traffic().messages(), "messages");
        assertEquals(0, tally.traffic().conflated(), "prices that were conflated");
    }

    @Test
    void overheadIsWhatIsNoPayload() {
        statistics.up(50);
        statistics.down(150);
        statistics.arrived(LAST, List.of(price(11, 2000)), millis(2000), 100);

        assertEquals(0.5, statistics.tally(1, 1, Map.of()).traffic().overhead(), "the share of overhead");
    }

    @Test
    void aGeneratorThatNeverRestsSaysSo() {
        statistics.worked(3_600_000_000_000L, 1); // an hour of work in no time

        var limit = statistics.tally(1, 1, Map.of()).generator().limit();

        assertTrue(limit.orElse("no limit").startsWith("The load generator was busy"), limit::toString);
    }

    @Test
    void aGeneratorThatIsLateSaysSo() {
        statistics.late(200_000_000, 1);

        var limit = statistics.tally(1, 1, Map.of()).generator().limit();

        assertTrue(limit.orElse("no limit").matches("The load generator was up to \\d+ ms late\\."), limit::toString);
    }

    @Test
    void aGeneratorAtEaseSaysNothing() {
        statistics.late(2_000_000, 1);

        assertEquals(
                Optional.empty(), statistics.tally(1, 1, Map.of()).generator().limit());
    }

    private static Price price(long seq, long moved) {
        return new Price(seq, "ACME", "101.25", moved);
    }

    private static long millis(long time) {
        return 1000 * time;
    }
}
