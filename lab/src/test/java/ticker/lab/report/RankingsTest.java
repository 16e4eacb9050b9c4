package ticker.lab.report;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RankingsTest {
    private static final String AGREES = "The run before agrees on all 1 rankings.";

    @Test
    void twoRunsThatSayTheOppositeDisagree() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var other = rankings(3, 2, 4, 500, 490, 510);

        assertEquals("""
                The run before disagrees:
                  ageP50/1/100: events is ahead of polling-1s in one run, behind in the other.""", one.comparedWith(other));
    }

    @Test
    void twoRunsThatSayTheSameAgree() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var other = rankings(800, 790, 810, 13, 12, 14);

        assertEquals(AGREES, one.comparedWith(other));
    }

    @Test
    void aRunInWhichBothAreEqualDisagreesWithNone() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var even = rankings(3, 2, 4, 3, 2, 4);

        assertEquals(AGREES, one.comparedWith(even));
    }

    @Test
    void repeatsThatOverlapAreEven() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var overlapping = rankings(3, 2, 600, 500, 4, 510);

        assertEquals(AGREES, one.comparedWith(overlapping));
    }

    @Test
    void aDifferenceBelowTheResolutionIsNone() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var close = rankings(0.4, 0.4, 0.4, 1.2, 1.2, 1.2);

        assertEquals(AGREES, one.comparedWith(close));
    }

    @Test
    void countedThingsAreEvenOnlyWithinFivePercent() {
        var one = rankings("bytesPerUpdate", 100, 110, 110, 110, 100, 100, 100);
        var within = rankings("bytesPerUpdate", 100, 100, 100, 100, 105, 105, 105);
        var beyond = rankings("bytesPerUpdate", 100, 100, 100, 100, 106, 106, 106);

        assertEquals(AGREES, one.comparedWith(within));
        assertEquals("""
                The run before disagrees:
                  bytesPerUpdate/1/100: events is ahead of polling-1s in one run, behind in the other.""", one.comparedWith(beyond));
    }

    @Test
    void timesAreEvenWithinThirtyPercent() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var within = rankings(70, 70, 70, 100, 100, 100);

        assertEquals(AGREES, one.comparedWith(within));
    }

    @Test
    void processorTimeIsRankedOnlyWithAThousandClientsOrMore() {
        var few = rankings("cpuPerUpdate", 999, 50, 50, 50, 10, 10, 10);
        var many = rankings("cpuPerUpdate", 1000, 50, 50, 50, 10, 10, 10);

        assertEquals("The run before agrees on all 0 rankings.", few.comparedWith(few));
        assertEquals(AGREES, many.comparedWith(many));
    }

    @Test
    void aCaseThatOnlyOneRunHasIsNotCounted() {
        var hundred = rankings("ageP50", 100, 500, 490, 510, 3, 2, 4);
        var thousand = rankings("ageP50", 1000, 3, 2, 4, 500, 490, 510);

        assertEquals("The run before agrees on all 0 rankings.", hundred.comparedWith(thousand));
    }

    private static Rankings rankings(double... values) {
        return rankings("ageP50", 100, values);
    }

    /** Median, low and high of polling, then of events. */
    private static Rankings rankings(String metric, int clients, double... values) {
        return new Rankings(String.format(
                ROOT,
                """
                contender,rate,clients,metric,unit,median,low,high,repeats,noisy
                polling-1s,1,%d,%s,some,%s,%s,%s,3,false
                events,1,%d,%s,some,%s,%s,%s,3,false
                """,
                clients,
                metric,
                values[0],
                values[1],
                values[2],
                clients,
                metric,
                values[3],
                values[4],
                values[5]));
    }
}
