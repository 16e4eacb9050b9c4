package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What polling costs. The polls are real ones over HTTP; only the time between them is virtual, unless a client waits by itself. */
class CostTest {
    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(0, market);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPriceIsAtWorstOneIntervalOldAndOnAverageHalfOfIt() throws Exception {
        long interval = 1000;
        var client = new PollingClient(server.uri());
        var ages = new ArrayList<Long>();
        for (long now = 0; now <= 1000 * interval; now++) {
            if (now % 1237 == 0) { // never in step with the polls, so that every age occurs
                market.move("ACME", 100_00, now);
            }
            if (now % interval == 0) {
                for (var quote : client.poll().quotes()) {
                    ages.add(now - quote.time());
                }
            }
        }

        long worst = ages.stream().mapToLong(age -> age).max().orElseThrow();
        double mean = ages.stream().mapToLong(age -> age).average().orElseThrow();
        System.out.printf(
                ROOT, "Interval %d ms: a price is %d ms old at worst, %.0f ms on average.%n", interval, worst, mean);
        assertTrue(
                worst < interval && worst > 0.99 * interval, () -> "the worst should be near the interval: " + worst);
        assertEquals(interval / 2.0, mean, 0.02 * interval, "the mean should be near half the interval");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 1000, 90", // a price each 10 s, a poll each second: nine of ten bring nothing
        "0.5, 1000, 50",
        "1,   1000, 0",
        "10,  1000, 0",
        "0.1, 5000, 50",
        "1,    250, 75",
    })
    void theShareOfPollsThatBringNothingFollowsFromTheRates(double rate, long interval, int percent) throws Exception {
        long period = Math.round(1000 / rate);
        var client = new PollingClient(server.uri());
        int polls = 0;
        int wasted = 0;
        for (long now = 1; now <= 100 * interval; now++) {
            if (now % period == 0) {
                market.move("ACME", 100_00, now);
            }
            if (now % interval == 0) {
                polls++;
                wasted += client.poll().quotes().isEmpty() ? 1 : 0;
            }
        }

        System.out.printf(
                ROOT,
                "%4.1f prices/s, a poll each %d ms: %d %% brought nothing.%n",
                rate,
                interval,
                100 * wasted / polls);
        assertEquals(percent, 100 * wasted / polls, 1, "percent of the polls that brought nothing");
    }

    @ParameterizedTest
    @CsvSource({"1, 37", "2, 14", "0.1, 90"})
    void withRandomArrivalsSomePollsBringNothingHoweverFastThePricesCome(double rate, int percent) throws Exception {
        var ticker = new Ticker(market, 7, 0);
        var client = new PollingClient(server.uri());
        client.poll();
        int polls = 10_000;
        int wasted = 0;
        double next = 0; // seconds
        for (int second = 1; second <= polls; second++) {
            for (; next < second; next += ticker.pause(rate, false) / 1e9) {
                market.move("ACME", 100_00, second * 1000L);
            }
            wasted += client.poll().quotes().isEmpty() ? 1 : 0;
        }

        System.out.printf(
                ROOT, "%4.1f prices/s at random, a poll each second: %d of %d brought nothing.%n", rate, wasted, polls);
        assertEquals(percent, 100.0 * wasted / polls, 1.5, "e^-(prices a poll), in percent");
    }

    /** The pause after a failure does not know the interval: here one of ten seconds. */
    @Test
    void aPollerWithALongIntervalFirstAsksMoreOftenAfterAFailure() {
        var random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            long first = Backoff.pause(1, 0, random);
            long sixth = Backoff.pause(6, 0, random);

            assertTrue(
                    500 <= first && first <= 1000, () -> "10 to 20 times as often as before: after " + first + " ms");
            assertTrue(sixth >= 15_000, () -> "and after six failures less often than before: after " + sixth + " ms");
        }
    }

    /** Clients that wait by themselves. On a busy machine they are late: then they ask less often, and never more often. */
    @ParameterizedTest
    @CsvSource({"1, 0", "10, 0", "10, 10"})
    void requestsGrowWithTheClientsNotWithThePrices(int clients, int pricesAPoll) throws Exception {
        long interval = 100;
        int polls = 10;
        var threads = new ArrayList<Thread>();
        try (var relay = new Relay(server.uri())) {
            long start = System.nanoTime();
            for (int i = 0; i < clients; i++) {
                threads.add(watch(new PollingClient(relay.uri()), interval, pricesAPoll));
            }
            await(
                    String.format(ROOT, "%d requests of each of %d clients", polls, clients),
                    relay::requests,
                    requests -> requests >= clients * polls);
            int requests = relay.requests();
            long intervals = (System.nanoTime() - start) / 1_000_000 / interval + 1;

            assertTrue(
                    requests <= clients * intervals,
                    () -> String.format(
                            ROOT,
                            "M24: %d clients that ask each %d ms asked %d times in %d intervals, with %d prices at each poll",
                            clients,
                            interval,
                            requests,
                            intervals,
                            pricesAPoll));
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private Thread watch(PollingClient client, long interval, int pricesAPoll) {
        var thread = new Thread(() -> {
            try {
                client.watch(
                        interval,
                        polled -> {
                            for (int price = 1; price <= pricesAPoll; price++) {
                                market.move("ACME", price, price);
                            }
                        },
                        (sentence, millis) -> Thread.sleep(millis));
            } catch (InterruptedException over) {
                // The test has counted.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void aPollCostsSeveralTimesTheBytesOfThePriceItBrings() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        long price = market.after(0).json().length;
        var costs = new ArrayList<Long>();
        try (var relay = new Relay(server.uri())) {
            for (var poll : List.of("GET /quotes?after=0", "GET /quotes?after=1", "GET /quotes")) {
                long before = relay.bytes();
                try (var wire = new Wire(relay.uri())) {
                    wire.send(poll + " HTTP/1.1\r\nHost: localhost:8081\r\nAccept: */*\r\n\r\n");
                    wire.receive(poll.endsWith("1") ? "\r\n\r\n" : "]}");
                }
                costs.add(relay.bytes() - before);
            }
        }

        System.out.printf(
                ROOT,
                "A price is %d bytes. A poll that brings it: %d, one that brings nothing: %d.%n",
                price,
                costs.get(0),
                costs.get(1));
        assertEquals(
                List.of(315L, 156L, 318L),
                costs,
                "bytes, up and down, of a poll that brings a price, of one that brings nothing, and of one for the board");
    }
}
