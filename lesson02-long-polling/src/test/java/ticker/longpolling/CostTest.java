package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Await.awaitResult;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What long polling costs. The requests are real ones over HTTP; only the time between them is virtual. */
class CostTest {
    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market, new Options(10, HOUR));
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        relay = new Relay(server.uri());
    }

    @AfterEach
    void stop() throws Exception {
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

    @ParameterizedTest
    @CsvSource({
        "0.1, 10", // a price each 10 s: polling at 1 s asks ten times as often
        "1,   10", "10,  10", // ten prices a second: now it is long polling that asks ten times as often
        "20,  10",
    })
    void requestsFollowThePricesWherePollingFollowsTheClock(double rate, int seconds) throws Exception {
        int prices = (int) (rate * seconds);
        var client = new LongPollingClient(relay.uri());
        for (int i = 1; i <= prices; i++) {
            market.move("ACME", i, i);
            awaitResult(String.format(ROOT, "price %d", i), client::ask);
        }

        System.out.printf(
                ROOT,
                "%4.1f prices/s for %d s: long polling asks %d times, polling each second %d times.%n",
                rate,
                seconds,
                relay.requests(),
                seconds);
        assertEquals(prices, relay.requests(), "one request for each price");
    }
}
