package ticker.lab.measure;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadersTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @ParameterizedTest
    @EnumSource(Technique.class)
    void getEveryPriceOfAQuietMarket(Technique technique) {
        try (var server = new Server(technique);
                var readers = new Readers(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(readers, 3);

            server.move("ACME", 101_25);
            var tallies = takeUntil(readers, 3);

            assertEquals(3, sum(tallies, Tally::updates), "updates, one for each reader");
            assertEquals(0, sum(tallies, Tally::conflated));
            assertEquals(0, sum(tallies, Tally::errors), tallies.toString());
            var last = tallies.get(tallies.size() - 1);
            assertEquals("101.25", last.newest().price());
            assertEquals(last.newest(), last.board().get("ACME"), "the newest price of this symbol");
        }
    }

    @ParameterizedTest
    @EnumSource(Technique.class)
    void comeBackAfterACutAndResumeAtTheirCursors(Technique technique) {
        try (var server = new Server(technique);
                var readers = new Readers(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(readers, 3);

            readers.cut();
            server.move("ACME", 101_25);
            var tallies = takeUntil(readers, 3);

            assertEquals(3, sum(tallies, Tally::updates), "updates, one for each reader");
            assertEquals(3, sum(tallies, tally -> tally.recovery().getTotalCount()), "recoveries");
            assertEquals(0, sum(tallies, Tally::errors), "a cut on purpose is no error");
        }
    }

    @Test
    void whoWaitsForItsNextPollWaitsNoLongerThanANewInterval() {
        try (var server = new Server(Technique.POLLING);
                var readers = new Readers(Technique.POLLING, server.port(), 1, Duration.ofHours(1))) {
            awaitFirstPrices(readers, 1);

            server.move("ACME", 101_25);
            readers.interval(INTERVAL);

            takeUntil(readers, 1);
        }
    }

    private static void awaitFirstPrices(Readers readers, int count) {
        var all = new ArrayList<Tally>();
        await("the first prices").atMost(10, SECONDS).until(() -> {
            all.add(readers.tally());
            return sum(all, tally -> tally.firstPrice().getTotalCount()) == count;
        });
    }

    private static List<Tally> takeUntil(Readers readers, int updates) {
        var all = new ArrayList<Tally>();
        await(updates + " updates").atMost(10, SECONDS).until(() -> {
            all.add(readers.tally());
            return sum(all, Tally::updates) >= updates;
        });
        return all;
    }

    private static long sum(List<Tally> tallies, java.util.function.ToLongFunction<Tally> value) {
        return tallies.stream().mapToLong(value).sum();
    }
}
