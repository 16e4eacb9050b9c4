package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;
import static ticker.production.Await.awaitEqual;
import static ticker.production.Await.awaitResult;

import io.undertow.Undertow;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import ticker.longpolling.LongPollingServer;
import ticker.longpolling.Market;
import ticker.longpolling.Options;
import ticker.production.JavaProcess;
import ticker.production.proxy.Nginx;

/** Two servers behind a real nginx that sends each request to the other one: first with a market each, then with one. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class TwoLongPollingServersTest {
    private static final int PRICES = 100;
    private static final Options SHORT_HOLD_TIME = new Options(10, 100);

    @RegisterExtension
    static final Nginx nginx = new Nginx("longpolling", "two-servers");

    @RegisterExtension
    static final Redis redis = new Redis();

    @Test
    void withAMarketEachTheCursorOfOneIsNonsenseToTheOther() throws Exception {
        var market = new Market(0);
        var other = new Market(0);
        var random = new Random(7);
        try (var first = server(market);
                var second = server(other)) {
            balance(first.uri(), second.uri());

            var client = new LongPollingTestClient(nginx.uri("two-servers"));
            var tally = new Tally(PRICES);
            for (int i = 1; i <= PRICES; i++) {
                (random.nextBoolean() ? market : other).move(MarketLeader.SYMBOLS.get(random.nextInt(5)), i, i);
                tally.add(awaitResult("what the client gets", client::ask));
            }

            System.out.println("Two servers with a market each: " + tally);
            assertTrue(tally.lost() > 0, () -> "some prices should be lost: " + tally);
            assertTrue(tally.again() > 0, () -> "some prices should come again: " + tally);
            assertTrue(tally.older() > 0, () -> "some prices should be older than what the client has: " + tally);
        }
    }

    private static LongPollingServer server(Market market) {
        return new LongPollingServer(Undertow.builder().addHttpListener(0, "localhost"), market, SHORT_HOLD_TIME);
    }

    @Test
    void withOneMarketNothingIsLostAndNothingIsSticky() throws Exception {
        var random = new Random(7);
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7);
                var first = LongPollingOnRedis.server(0, market, Options.DEFAULT);
                var second = LongPollingOnRedis.server(0, other, Options.DEFAULT)) {
            balance(first.uri(), second.uri());

            var client = new LongPollingTestClient(nginx.uri("two-servers"));
            var tally = new Tally(PRICES);
            for (int i = 1; i <= PRICES; i++) {
                leader.move(MarketLeader.SYMBOLS.get(random.nextInt(5)), i, i);
                tally.add(awaitResult("what the client gets", client::ask));
            }

            System.out.println("Two servers with one market: " + tally);
            assertEquals(
                    "of 100 prices 0 never came, 0 came again, 0 were older than the one on the page",
                    tally.toString());
            assertTrue(
                    nginx.forwarder(8082).connections() > 0
                            && nginx.forwarder(9082).connections() > 0,
                    "both were asked");
        }
    }

    @Test
    void aClientThatAsksWhileTheMarketRunsNeverGoesBackAndEndsOnItsLastPrices() throws Exception {
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7);
                var first = LongPollingOnRedis.server(0, market, Options.DEFAULT);
                var second = LongPollingOnRedis.server(0, other, Options.DEFAULT)) {
            balance(first.uri(), second.uri());
            try (var client = client()) {
                for (int i = 1; i <= 2000; i++) {
                    leader.move(MarketLeader.SYMBOLS.get(i % 5), i, i);
                }

                await("the last price", market::board, board -> board.stream().anyMatch(move -> move.time() == 2000));
                awaitEqual("the client's board", market.board(), client.history()::board);
                client.history().assertNeverWentBack();
            }
        }
    }

    @Test
    void aServerCanBeKilledAndClientsCarryOnWithTheirCursorOnTheOther() throws Exception {
        try (var first = start(); // it is there first, so it leads the market
                var second = start();
                var observer = new SharedMarket(redis.uri())) {
            balance(first.uri(), second.uri());
            try (var client = client()) {
                client.history().awaitPrices();

                first.kill();
                long killed = System.currentTimeMillis();
                await(
                        String.format(ROOT, "a price by the other one, later than %d", killed + MarketLeader.LEASE / 2),
                        () -> client.history().newest().time(),
                        time -> time > killed + MarketLeader.LEASE / 2);

                System.out.printf(
                        ROOT,
                        "The server that leads the market is killed: for %d ms no price moved; the client met %d failures.%n",
                        client.history().longestPause(),
                        client.failures().size());
                await(
                        "client and market to agree",
                        () -> List.of(client.history().board(), observer.board()),
                        boards -> boards.get(0).equals(boards.get(1)));
                client.history().assertNeverWentBack();
            }
        }
    }

    @Test
    void whenRedisIsGoneClientsAreToldAndWhenItIsBackPricesGoOn() throws Exception {
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7);
                var first = LongPollingOnRedis.server(0, market, Options.DEFAULT);
                var second = LongPollingOnRedis.server(0, other, Options.DEFAULT)) {
            balance(first.uri(), second.uri());
            leader.start(20, false);
            try (var client = client()) {
                client.history().awaitPrices();

                redis.stop();
                await(
                        "the client to be told",
                        client::failures,
                        failures -> failures.stream().anyMatch(failure -> failure.contains("Prices stand still")));
                long cursor = client.history().newest().seq();
                redis.start();

                awaitEqual(
                        String.format(ROOT, "symbols with a price after number %d", cursor),
                        5L,
                        () -> client.history().symbolsAfter(cursor));
                client.history().assertNeverWentBack();
            }
        }
    }

    private static LongPollingTestClient client() {
        return new LongPollingTestClient(nginx.uri("two-servers")).start();
    }

    /** Starts a server in a process of its own, and waits until it says where it is. */
    private static KillableServer start() throws Exception {
        return KillableServer.of(
                JavaProcess.start(LongPollingOnRedis.class, "-Dport=0", "-Drate=20", "-Dmarket=" + redis.uri()));
    }

    private static void balance(URI first, URI second) {
        Balance.between(nginx, 8082, first, 9082, second);
    }
}
