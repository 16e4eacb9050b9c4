package ticker.production.cluster;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.await;

import io.undertow.Undertow;
import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import ticker.production.JavaProcess;
import ticker.production.WebSocketTestClient;
import ticker.production.proxy.Nginx;
import ticker.websocket.Market;
import ticker.websocket.Options;
import ticker.websocket.WebSocketServer;

/** Two servers behind a real nginx: a client that comes back gets to the other one; first with a market each, then with one. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class TwoWebSocketServersTest {
    private static final int PRICES = 100;

    @RegisterExtension
    static final Nginx nginx = new Nginx("websocket", "two-servers");

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

            var client = new Client();
            for (int i = 1; i <= PRICES; i++) {
                (random.nextBoolean() ? market : other).move(MarketLeader.SYMBOLS.get(random.nextInt(5)), i, i);
                client.comeBack();
            }

            var tally = client.tally;
            System.out.println("Two servers with a market each: " + tally);
            assertTrue(tally.lost() > 0, () -> "some prices should be lost: " + tally);
            assertTrue(tally.again() > 0, () -> "some prices should come again: " + tally);
            assertTrue(tally.older() > 0, () -> "some prices should be older than the one on the page: " + tally);
        }
    }

    private static WebSocketServer server(Market market) {
        return new WebSocketServer(Undertow.builder().addHttpListener(0, "localhost"), market, Options.DEFAULT);
    }

    @Test
    void withOneMarketNothingIsLostAndNothingIsSticky() throws Exception {
        var random = new Random(7);
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7);
                var first = WebSocketOnRedis.server(0, market, Options.DEFAULT);
                var second = WebSocketOnRedis.server(0, other, Options.DEFAULT)) {
            balance(first.uri(), second.uri());
            int before = nginx.forwarder(8084).connections();

            var client = new Client();
            for (int i = 1; i <= PRICES; i++) {
                leader.move(MarketLeader.SYMBOLS.get(random.nextInt(5)), i, i);
                client.comeBackAndStayFor(i);
            }

            System.out.println("Two servers with one market: " + client.tally);
            assertEquals(
                    "of 100 prices 0 never came, 0 came again, 0 were older than the one on the page",
                    client.tally.toString());
            assertEquals(
                    PRICES / 2, nginx.forwarder(8084).connections() - before, "each server had every second session");
        }
    }

    @Test
    void aServerCanBeKilledAndClientsCarryOnWithTheirCursorOnTheOther() throws Exception {
        try (var first = start(); // it is there first, so it leads the market
                var second = start();
                var observer = new SharedMarket(redis.uri())) {
            balance(first.uri(), second.uri());
            try (var one = new ReturningClient(quotes());
                    var two = new ReturningClient(quotes())) {
                one.history().awaitPrices();
                two.history().awaitPrices();

                first.kill();
                long killed = System.currentTimeMillis();

                for (var client : List.of(one, two)) {
                    await(
                            String.format(
                                    ROOT, "a price by the other one, later than %d", killed + MarketLeader.LEASE / 2),
                            () -> client.history().newest().time(),
                            time -> time > killed + MarketLeader.LEASE / 2);
                    await(
                            "client and market to agree",
                            () -> List.of(client.history().board(), observer.board()),
                            boards -> boards.get(0).equals(boards.get(1)));
                    client.history().assertNeverWentBack();
                }
                assertEquals(1, one.ends().size() + two.ends().size(), "one of them was at the server that was killed");
                System.out.printf(
                        ROOT,
                        "The server that leads the market is killed: for %d ms no price moved.%n",
                        one.history().longestPause());
            }
        }
    }

    @Test
    void whenRedisIsGoneClientsAreToldAndWhenItIsBackPricesGoOn() throws Exception {
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var leader = new MarketLeader(market, 7);
                var first = WebSocketOnRedis.server(0, market, Options.DEFAULT);
                var second = WebSocketOnRedis.server(0, other, Options.DEFAULT)) {
            balance(first.uri(), second.uri());
            leader.start(20, false);
            try (var one = new WebSocketTestClient(quotes());
                    var two = new WebSocketTestClient(quotes())) {
                for (var client : List.of(one, two)) {
                    client.send("{\"subscribe\":[\"*\"]}");
                    client.next();
                }

                redis.stop();
                for (var client : List.of(one, two)) {
                    client.next("the message that prices stand still", "{\"market\":\"halted\"}"::equals);
                }
                long cursor = market.board().get(4).seq();
                redis.start();

                for (var client : List.of(one, two)) {
                    client.next("the message that prices move", "{\"market\":\"open\"}"::equals);
                    client.next(
                            String.format(ROOT, "a price after number %d", cursor),
                            text -> text.startsWith("{\"seq\":")
                                    && Message.parse(text).seq() > cursor);
                }
            }
        }
    }

    /** Starts a server in a process of its own, and waits until it says where it is. */
    private static KillableServer start() throws Exception {
        return KillableServer.of(
                JavaProcess.start(WebSocketOnRedis.class, "-Dport=0", "-Drate=20", "-Dmarket=" + redis.uri()));
    }

    private static void balance(URI first, URI second) {
        Balance.between(nginx, 8084, first, 9084, second);
    }

    private static URI quotes() {
        return nginx.uri("two-servers").resolve("/quotes");
    }

    /** Comes back with its cursor after each price, and counts what goes wrong. */
    private static final class Client {
        private final Tally tally = new Tally(PRICES);
        private long cursor;

        /** To a subscription the server replies at once with what is newer. */
        void comeBack() throws InterruptedException {
            try (var socket = subscribe()) {
                take(socket.next());
            }
        }

        void comeBackAndStayFor(long time) {
            try (var socket = subscribe()) {
                await(
                        "the price that moved at " + time,
                        () -> {
                            take(socket.next());
                            return tally;
                        },
                        seen -> seen.hasSeen(time));
            }
        }

        private WebSocketTestClient subscribe() {
            return new WebSocketTestClient(quotes())
                    .send(String.format(ROOT, "{\"subscribe\":[\"*\"],\"after\":%d}", cursor));
        }

        private void take(String text) {
            if (text.startsWith("{\"seq\":")) { // else prices stand still, which happens on a very slow machine
                var message = Message.parse(text);
                tally.add(message.moves());
                cursor = message.seq();
            }
        }
    }
}
