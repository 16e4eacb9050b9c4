package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Two servers behind a real nginx, which sends whoever comes back to the other one: first with a market each, then with one. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class TwoServersTest {
    private static final int PRICES = 100;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @RegisterExtension
    static final Nginx nginx = new Nginx("two-servers");

    @RegisterExtension
    static final Redis redis = new Redis();

    @Test
    void withAMarketEachTheCursorOfOneIsNonsenseToTheOther() throws Exception {
        var market = new Market(0);
        var other = new Market(0);
        var random = new Random(7);
        try (var first = new WebSocketServer(0, market);
                var second = new WebSocketServer(0, other)) {
            balance(first.uri(), second.uri());

            var tally = new Tally();
            for (int i = 1; i <= PRICES; i++) {
                (random.nextBoolean() ? market : other).move(Ticker.SYMBOLS.get(random.nextInt(5)), i, i);
                tally.comeBack();
            }

            System.out.println("Two servers with a market each: " + tally);
            assertTrue(tally.lost() > 0, () -> "some prices should be lost: " + tally);
            assertTrue(tally.again > 0, () -> "some prices should come again: " + tally);
            assertTrue(tally.older > 0, () -> "some prices should be older than the one on the page: " + tally);
        }
    }

    @Test
    void withOneMarketNothingIsLostAndNothingIsSticky() throws Exception {
        var random = new Random(7);
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var mover = new Mover(market, 7);
                var first = new WebSocketServer(0, market, Options.STANDARD);
                var second = new WebSocketServer(0, other, Options.STANDARD)) {
            balance(first.uri(), second.uri());

            var tally = new Tally();
            for (int i = 1; i <= PRICES; i++) {
                mover.move(Ticker.SYMBOLS.get(random.nextInt(5)), i, i);
                tally.comeBackAndStayFor(i);
            }

            System.out.println("Two servers with one market: " + tally);
            assertEquals(
                    "of 100 prices 0 never came, 0 came again, 0 were older than the one on the page",
                    tally.toString());
            assertEquals(
                    PRICES / 2,
                    nginx.door(8084).connections() - tally.firstBefore,
                    "each server had every second session");
        }
    }

    @Test
    void aServerCanBeKilledAndClientsCarryOnWithTheirCursorOnTheOther() throws Exception {
        try (var first = start(); // it is there first, so it moves the market
                var second = start();
                var witness = new SharedMarket(redis.uri())) {
            balance(first.uri(), second.uri());
            try (var one = new Reading();
                    var two = new Reading()) {
                one.awaitPrices();
                two.awaitPrices();

                first.kill();
                long killed = System.currentTimeMillis();

                for (var reading : List.of(one, two)) {
                    await(
                            "a price by the other one, later than %d".formatted(killed + Mover.LEASE / 2),
                            () -> reading.newest().time(),
                            time -> time > killed + Mover.LEASE / 2);
                    await(
                            "client and market to agree",
                            () -> List.of(
                                    reading.board(), witness.copy().after(0).quotes()),
                            boards -> boards.get(0).equals(boards.get(1)));
                    reading.assertNeverWentBack();
                }
                assertEquals(1, one.ends.size() + two.ends.size(), "one of them was at the server that was killed");
                System.out.printf(
                        "The server that moves the market is killed: for %d ms no price moved.%n", one.longestCalm());
            }
        }
    }

    @Test
    void whenRedisIsGoneClientsAreToldAndWhenItIsBackPricesGoOn() throws Exception {
        try (var market = new SharedMarket(redis.uri());
                var other = new SharedMarket(redis.uri());
                var mover = new Mover(market, 7);
                var first = new WebSocketServer(0, market, Options.STANDARD);
                var second = new WebSocketServer(0, other, Options.STANDARD)) {
            balance(first.uri(), second.uri());
            mover.start(20);
            try (var one = new Client(nginx.uri("two-servers"));
                    var two = new Client(nginx.uri("two-servers"))) {
                for (var client : List.of(one, two)) {
                    client.send("{\"subscribe\":[\"*\"]}");
                    client.next();
                }

                redis.stop();
                for (var client : List.of(one, two)) {
                    client.next("the news that prices stand still", "{\"market\":\"halted\"}"::equals);
                }
                long cursor = market.copy().after(0).seq();
                redis.start();

                for (var client : List.of(one, two)) {
                    client.next("the news that prices move", "{\"market\":\"open\"}"::equals);
                    await("a price after number %d".formatted(cursor), client::cursor, seq -> seq > cursor);
                }
            }
        }
    }

    /** Leads nginx to two servers, and waits until it asks both: one that was killed in another test is left alone at first. */
    private static void balance(URI first, URI second) {
        nginx.door(8084).leadTo(first);
        nginx.door(9084).leadTo(second);
        int firstBefore = nginx.door(8084).connections();
        int secondBefore = nginx.door(9084).connections();
        await(
                "nginx to have connected to both",
                () -> {
                    askForThePage();
                    return List.of(
                            nginx.door(8084).connections() - firstBefore,
                            nginx.door(9084).connections() - secondBefore);
                },
                connections -> !connections.contains(0));
    }

    private static void askForThePage() throws Exception {
        var request = HttpRequest.newBuilder(nginx.uri("two-servers")).build();
        await("the page", CLIENT.sendAsync(request, BodyHandlers.discarding()));
    }

    /** Starts a server in a process of its own, and waits until it says where it is. */
    private static Server start() throws Exception {
        var program = MainTest.start(WebSocketServer.class, "-Dport=0", "-Drate=20", "-Dmarket=" + redis.uri());
        var uri = program.line().replaceFirst(".*(http://\\S+).*", "$1");
        return new Server(program, URI.create(uri));
    }

    private record Server(MainTest.Program program, URI uri) implements AutoCloseable {
        void kill() throws Exception {
            program.close();
            program.end();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    /** Comes back with its cursor after each price, and counts what goes wrong. */
    private static final class Tally {
        private final int firstBefore = nginx.door(8084).connections();
        private final Set<Quote> seen = new HashSet<>();
        private final Map<String, Long> shown = new HashMap<>(); // when the price moved that a page would show now
        private long cursor;
        private int again;
        private int older;

        /** A subscription is answered at once with what is newer. */
        void comeBack() throws InterruptedException {
            try (var client = subscribe()) {
                take(client.next());
            }
        }

        void comeBackAndStayFor(long time) {
            try (var client = subscribe()) {
                await(
                        "the price that moved at " + time,
                        () -> {
                            take(client.next());
                            return shown.values();
                        },
                        times -> times.contains(time));
            }
        }

        private Client subscribe() {
            return new Client(nginx.uri("two-servers")).send("{\"subscribe\":[\"*\"],\"after\":%d}".formatted(cursor));
        }

        private void take(String message) {
            if (message.startsWith("{\"market\":")) {
                return; // only on a machine so slow that it moves no price for seconds
            }
            var quotes = Quotes.parse(message.getBytes(UTF_8));
            for (var quote : quotes.quotes()) {
                if (!seen.add(quote)) {
                    again++;
                }
                if (quote.time() < shown.getOrDefault(quote.symbol(), 0L)) {
                    older++;
                }
                shown.put(quote.symbol(), quote.time());
            }
            cursor = quotes.seq();
        }

        int lost() {
            return PRICES - seen.size();
        }

        @Override
        public String toString() {
            return "of %d prices %d never came, %d came again, %d were older than the one on the page"
                    .formatted(PRICES, lost(), again, older);
        }
    }

    /** A client in the background, which writes down what it reads and how its connections ended. */
    private static final class Reading implements AutoCloseable {
        private final List<Quote> read = new CopyOnWriteArrayList<>();
        private final List<String> ends = new CopyOnWriteArrayList<>();
        private final WebSocketClient client = new WebSocketClient(nginx.uri("two-servers"), read::add);
        private final Thread thread = new Thread(this::readOn);

        Reading() {
            thread.setDaemon(true);
            thread.start();
        }

        private void readOn() {
            try {
                client.watch(ends::add);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitPrices() {
            await("more than 20 prices", read::size, size -> size > 20);
        }

        Quote newest() {
            return read.get(read.size() - 1);
        }

        /** What a page would show. */
        List<Quote> board() {
            var board = new LinkedHashMap<String, Quote>();
            for (var quote : read) {
                board.remove(quote.symbol());
                board.put(quote.symbol(), quote);
            }
            return List.copyOf(board.values());
        }

        /** The longest time between two prices, in milliseconds. */
        long longestCalm() {
            return IntStream.range(1, read.size())
                    .mapToLong(i -> read.get(i).time() - read.get(i - 1).time())
                    .max()
                    .orElseThrow();
        }

        void assertNeverWentBack() {
            for (int i = 1; i < read.size(); i++) {
                var before = read.get(i - 1);
                var quote = read.get(i);
                assertTrue(quote.seq() > before.seq(), () -> "%s came after %s".formatted(quote, before));
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
