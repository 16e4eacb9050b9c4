package ticker.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RankingsTest {
    private static final String AGE = "ageP50/1/100";

    @Test
    void theLeastComesFirst() {
        assertEquals(
                "events < polling-1s", rankings(500, 490, 510, 3, 2, 4).all().get(AGE));
    }

    @Test
    void repeatsThatOverlapAreEven() {
        assertEquals("events = polling-1s", rankings(10, 4, 12, 3, 2, 5).all().get(AGE));
    }

    @Test
    void aDifferenceBelowTheResolutionIsNone() {
        assertEquals(
                "events = polling-1s",
                rankings(1.2, 1.2, 1.2, 0.4, 0.4, 0.4).all().get(AGE));
    }

    @Test
    void twoRunsThatSayTheOppositeDisagree() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var other = rankings(3, 2, 4, 500, 490, 510);

        assertEquals(
                List.of("ageP50/1/100: events is ahead of polling-1s in one run, behind in the other."),
                one.disagreements(other));
    }

    @Test
    void aRunThatCannotTellDisagreesWithNobody() {
        var one = rankings(500, 490, 510, 3, 2, 4);
        var even = rankings(3, 2, 4, 3, 2, 4);

        assertEquals("The run before agrees on all 1 rankings.", one.comparedWith(even));
    }

    @Test
    void countedThingsAreEvenOnlyWithinFivePercent() {
        var rankings = rankings("bytesPerUpdate", 100, 110, 110, 110, 100, 100, 100);

        assertEquals("events < polling-1s", rankings.all().get("bytesPerUpdate/1/100"));
    }

    @Test
    void processorTimeIsRankedOnlyWithAThousandReadersOrMore() {
        assertEquals(
                Set.of(),
                rankings("cpuPerUpdate", 999, 50, 50, 50, 10, 10, 10).all().keySet());
        assertEquals(
                Set.of("cpuPerUpdate/1/1000"),
                rankings("cpuPerUpdate", 1000, 50, 50, 50, 10, 10, 10).all().keySet());
    }

    private static Rankings rankings(double... values) {
        return rankings("ageP50", 100, values);
    }

    /** Median, low and high of polling, then of events. */
    private static Rankings rankings(String metric, int readers, double... values) {
        return new Rankings(JsonMapper.shared().readTree("""
                {"cells":{
                  "polling-1s":{"1":{"%d":{"%s":{"median":%s,"low":%s,"high":%s}}}},
                  "events":{"1":{"%d":{"%s":{"median":%s,"low":%s,"high":%s}}}}}}
                """.formatted(
                readers, metric, values[0], values[1], values[2], readers, metric, values[3], values[4], values[5])));
    }
}
