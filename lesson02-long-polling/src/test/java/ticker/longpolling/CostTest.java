package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What long polling costs. The requests are real ones over HTTP; only the time between them is virtual, but in one test. */
class CostTest {
    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market, new Options(10, HOUR));
    private final AtomicLong seen = new AtomicLong(); // the newest number that a client has
    private Thread watching = new Thread();
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        relay = new Relay(server.uri());
    }

    @AfterEach
    void stop() throws Exception {
        watching.interrupt();
        relay.close();
        server.close();
    }

    @Test
    void aPriceTakesOneTripOrAtWorstThree() throws Exception {
        int now = 0; // in one-way trips
        try (var wire = new Wire(relay.uri())) {
            ask(wire, 0);
            awaitHeld(1, server::held);
            relay.stop();

            market.move("ACME", 101_25, now);
            awaitOnTheWay(1); // the response
            market.move("BRIO", 55_00, now); // just too late for it
            now = trip(now);
            assertEquals(1, age(wire, now), "the first price finds a held request");
            ask(wire, 1);
            awaitOnTheWay(2); // the next request
            now = trip(now);
            awaitOnTheWay(3); // its response
            now = trip(now);
            assertEquals(3, age(wire, now), "response, request, response: the second price waits for all three");
        }
        System.out.println("A price is 1 one-way trip old when it arrives, at worst 3.");
    }

    private void awaitOnTheWay(int message) {
        awaitEqual("messages on their way so far", message, relay::stops);
    }

    private int trip(int now) {
        relay.trip();
        return now + 1;
    }

    private static long age(Wire wire, int now) throws Exception {
        var response = wire.receive("]}");
        var quotes = Quotes.parse(response.substring(response.indexOf('{')).getBytes())
                .quotes();
        return now - quotes.get(quotes.size() - 1).time();
    }

    private static void ask(Wire wire, long cursor) throws Exception {
        wire.send(String.format(ROOT, "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n", cursor));
    }

    /** The client asks by itself. Prices move in virtual time: each when the client's next request is held. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 10", // a price each 10 s: polling at 1 s asks ten times as often
        "1,   10", "10,  10", // ten prices a second: now it is long polling that asks ten times as often
        "20,  10",
    })
    void requestsFollowThePricesWherePollingFollowsTheClock(double rate, int seconds) {
        int prices = (int) (rate * seconds);
        watch();
        for (int i = 1; i <= prices; i++) {
            awaitHeld(1, server::held);
            market.move("ACME", i, i);
            awaitEqual("the newest price of a client that asks again by itself", (long) i, seen::get);
        }
        awaitHeld(1, server::held);

        int asked = relay.requests() - 1; // one is held
        System.out.printf(
                ROOT,
                "%4.1f prices/s for %d s: long polling asks %d times, polling each second %d times.%n",
                rate,
                seconds,
                asked,
                seconds);
        assertEquals(prices, asked, "requests that brought a price, one for each; one more is held");
    }

    /** With a real clock: how soon the client asks again is left to the machine. */
    @Test
    void atTwentyPricesASecondLongPollingAsksSeveralTimesAsOftenAsPollingEachSecond() {
        try (var ticker = new Ticker(market, 7, 0)) {
            watch();
            long start = System.nanoTime();
            ticker.start(20, true);
            await("40 prices", () -> market.after(0).seq(), seq -> seq >= 45);

            int asked = relay.requests();
            long polls = (System.nanoTime() - start) / 1_000_000_000 + 1;
            assertTrue(
                    asked >= 3 * polls,
                    String.format(
                            ROOT,
                            "at 20 prices a second long polling asked %d times, where polling each second asks %d times:"
                                    + " when prices come often, there is a request for each of them",
                            asked,
                            polls));
        }
    }

    private void watch() {
        watching = new Thread(() -> {
            try {
                var client = new LongPollingClient(relay.uri());
                client.watch(quotes -> seen.set(quotes.seq()), (sentence, millis) -> Thread.sleep(millis));
            } catch (InterruptedException over) {
                // The test has counted.
            }
        });
        watching.setDaemon(true);
        watching.start();
    }
}
