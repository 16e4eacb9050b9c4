package ticker.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientsTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @ParameterizedTest
    @EnumSource(Technique.class)
    void getEveryPriceOfAQuietMarket(Technique technique) {
        try (var server = new Server(technique);
                var readers = new Clients(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(readers, 3);

            server.move("ACME", 101_25);
            var notes = awaitUpdates(readers, 3);

            assertEquals(3, notes.updates, "updates, one for each reader");
            assertEquals(0, notes.conflated);
            assertEquals(0, notes.errors, notes::toString);
            assertEquals("101.25", notes.last.newest().price());
            assertEquals(notes.last.newest(), notes.last.board().get("ACME"), "the newest price of this symbol");
        }
    }

    @ParameterizedTest
    @EnumSource(Technique.class)
    void comeBackAfterACutAndResumeAtTheirCursors(Technique technique) {
        try (var server = new Server(technique);
                var readers = new Clients(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(readers, 3);

            readers.cut();
            server.move("ACME", 101_25);
            var notes = awaitUpdates(readers, 3);

            assertEquals(3, notes.updates, "updates, one for each reader");
            assertEquals(3, notes.recoveries, "recoveries");
            assertEquals(0, notes.errors, () -> "a cut on purpose is no error: " + notes);
        }
    }

    @Test
    void whoWaitsForItsNextPollWaitsNoLongerThanANewInterval() {
        try (var server = new Server(Technique.POLLING);
                var readers = new Clients(Technique.POLLING, server.port(), 1, Duration.ofHours(1))) {
            awaitFirstPrices(readers, 1);

            server.move("ACME", 101_25);
            readers.interval(INTERVAL);

            awaitUpdates(readers, 1);
        }
    }

    private static void awaitFirstPrices(Clients readers, int count) {
        var notes = new Notes();
        await(
                count + " readers to get their first prices",
                () -> notes.add(readers),
                seen -> seen.firstPrices == count);
    }

    private static Notes awaitUpdates(Clients readers, int count) {
        var notes = new Notes();
        return await(count + " updates", () -> notes.add(readers), seen -> seen.updates >= count);
    }

    /** The sum of what readers tell: they tell each thing once. */
    private static final class Notes {
        private long firstPrices;
        private long updates;
        private long conflated;
        private long recoveries;
        private long errors;
        private String error = "";
        private Tally last;

        Notes add(Clients readers) {
            last = readers.tally();
            firstPrices += last.firstPrice().getTotalCount();
            updates += last.updates();
            conflated += last.conflated();
            recoveries += last.recovery().getTotalCount();
            errors += last.errors();
            error = last.errors() > 0 ? last.error() : error;
            return this;
        }

        @Override
        public String toString() {
            return "%d first prices, %d updates, %d recoveries, %d errors %s"
                    .formatted(firstPrices, updates, recoveries, errors, error)
                    .strip();
        }
    }
}
