package ticker.lab.load;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

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
                var clients = new Clients(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(clients, 3);

            server.move("ACME", 101_25);
            var notes = awaitUpdates(clients, 3);

            assertEquals(3, notes.updates, "updates, one for each client");
            assertEquals(0, notes.conflated, "prices that were conflated");
            assertEquals(0, notes.errors, notes::toString);
            assertEquals("101.25", notes.last.board().get("ACME").price());
            assertEquals(notes.last.newest(), notes.last.board().get("ACME").seq(), "the newest price of all");
        }
    }

    @ParameterizedTest
    @EnumSource(Technique.class)
    void comeBackAfterACutAndResumeAtTheirCursors(Technique technique) {
        try (var server = new Server(technique);
                var clients = new Clients(technique, server.port(), 3, INTERVAL)) {
            awaitFirstPrices(clients, 3);

            clients.cut();
            server.move("ACME", 101_25);
            var notes = awaitUpdates(clients, 3);

            assertEquals(3, notes.updates, "updates, one for each client");
            assertEquals(3, notes.recoveries, "recoveries");
            assertEquals(0, notes.errors, () -> "a cut on purpose is no error: " + notes);
        }
    }

    @Test
    void aClientThatWaitsForItsNextPollWaitsNoLongerThanANewInterval() {
        try (var server = new Server(Technique.POLLING);
                var clients = new Clients(Technique.POLLING, server.port(), 1, Duration.ofHours(1))) {
            awaitFirstPrices(clients, 1);

            server.move("ACME", 101_25);
            clients.interval(INTERVAL);

            awaitUpdates(clients, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Technique.class)
    void moreCanComeAndTheyCanLeaveAgain(Technique technique) {
        try (var server = new Server(technique);
                var clients = new Clients(technique, server.port(), 1, INTERVAL)) {
            awaitFirstPrices(clients, 1);

            clients.count(4);
            awaitFirstPrices(clients, 3);
            awaitEqual("open connections", 4, () -> clients.tally().open());

            clients.count(1);
            awaitEqual("open connections", 1, () -> clients.tally().open());
            server.move("ACME", 101_25);
            awaitUpdates(clients, 1);
            assertEquals(1, clients.tally().clients(), "clients");
        }
    }

    private static void awaitFirstPrices(Clients clients, int count) {
        var notes = new Notes();
        await(
                count + " clients to get their first prices",
                () -> notes.add(clients),
                seen -> seen.firstPrices == count);
    }

    private static Notes awaitUpdates(Clients clients, int count) {
        var notes = new Notes();
        return await(count + " updates", () -> notes.add(clients), seen -> seen.updates >= count);
    }

    /** The sum of what clients tell: they tell each thing once. */
    private static final class Notes {
        private long firstPrices;
        private long updates;
        private long conflated;
        private long recoveries;
        private long errors;
        private String error = "";
        private Tally last;

        Notes add(Clients clients) {
            last = clients.tally();
            firstPrices += last.delays().firstPrice().getTotalCount();
            updates += last.traffic().updates();
            conflated += last.traffic().conflated();
            recoveries += last.delays().recovery().getTotalCount();
            errors += last.errors();
            error = last.errors() > 0 ? last.error() : error;
            return this;
        }

        @Override
        public String toString() {
            return String.format(
                            ROOT,
                            "%d first prices, %d updates, %d recoveries, %d errors %s",
                            firstPrices,
                            updates,
                            recoveries,
                            errors,
                            error)
                    .strip();
        }
    }
}
