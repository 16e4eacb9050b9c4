package ticker.lab;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import ticker.lab.tap.Faults;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;

/** How old a price is when it arrives over a slow network, counted in one-way trips. */
class DelayTest {
    private static final int TRIP = 400; // milliseconds
    private static final Faults SLOW = new Faults(TRIP, TRIP, false, 0, 0, 0);

    @Test
    void aPollAddsATripUpAndATripDown() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            long start = System.nanoTime();
            ask(wire, "/quotes");

            wire.receive("]}");
            assertTrips(2, start, "the question, the answer");
        }
    }

    @Test
    void aLongPollAddsOneTripWhenItIsHeldAndThreeWhenThePriceIsJustTooLate() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            ask(wire, "/quotes?after=0");
            soon("the question to be at the server").until(road.near::asked);

            long start = System.nanoTime();
            market.move("ACME", 101_25, 1000);
            soon("the answer to be on its way").until(() -> road.near.answered("]}"));
            market.move("BRIO", 55_00, 2000);

            wire.receive("]}");
            assertTrips(1, start, "the answer");
            ask(wire, "/quotes?after=1");
            wire.receive("]}");
            assertTrips(3, start, "an answer without it, the next question, its answer");
        }
    }

    @Test
    void aStreamAddsOneTripToEveryPrice() throws Exception {
        var market = new ticker.streaming.Market(0);
        try (var server = new StreamingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            ask(wire, "/events");
            soon("the stream to be on its way").until(() -> road.near.answered("retry: "));

            long first = System.nanoTime();
            market.move("ACME", 101_25, 1000);
            soon("the first price to be on its way").until(() -> road.near.answered("ACME"));
            long second = System.nanoTime();
            market.move("BRIO", 55_00, 2000);

            wire.receive("ACME");
            assertTrips(1, first, "an event");
            wire.receive("BRIO");
            assertTrips(1, second, "an event right behind it");
        }
    }

    private static Road slowRoad(URI server) {
        var road = new Road(server);
        road.faults(SLOW);
        return road;
    }

    private static ConditionFactory soon(String what) {
        return await(what).pollInterval(1, MILLISECONDS);
    }

    private static void ask(Wire wire, String path) throws Exception {
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
    }

    private static void assertTrips(int trips, long start, String which) {
        long millis = NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(
                trips * TRIP <= millis && millis < (trips + 1) * TRIP,
                "%d trips of %d ms (%s) took %d ms".formatted(trips, TRIP, which, millis));
    }
}
