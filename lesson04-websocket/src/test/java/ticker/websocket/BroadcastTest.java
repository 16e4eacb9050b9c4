package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.Await.awaitResult;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many sessions at once, of which some are slow, stalled or broken. Isolated, because it prints real ages. */
@Isolated
class BroadcastTest {
    private static final int SYMBOLS = 100; // so that a board has about 7 KB, and a stalled session is soon stalled
    private static final String SUBSCRIBE = """
            {"subscribe":["ACME","BRIO","CUSP","DUSK","ECHO"]}""";
    private static final Options QUICK = new Options(65536, 100_000, 10_000, 5000, List.of(), false, false);

    private final Market market = new Market(0);
    private final AtomicLong now = new AtomicLong();
    private final WebSocketServer server = new WebSocketServer(0, market, QUICK, now::get);

    @BeforeEach
    void open() {
        for (int i = 0; i < SYMBOLS; i++) {
            market.move("S" + i, 100_00, 1000);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSlowClientGetsFewerPricesAndEndsOnTheNewest() throws Exception {
        int moves = 100;
        try (var slow = stalled(server, "c-1");
                var healthy = new Client(server.uri())) {
            healthy.send("{\"subscribe\":[\"S7\"]}").next();
            long start = market.after(0).seq();
            move(moves, healthy);

            int waited = 0;
            for (long seq = 0; seq < start + moves; ) {
                var quotes = quotes(slow);
                assertTrue(quotes.seq() >= seq, "never back");
                seq = quotes.seq();
                waited += seq > start ? 1 : 0;
            }

            System.out.printf("%d moves for a client that did not read: %d messages waited for it.%n", moves, waited);
            assertTrue(waited < 10, "one message on its way, and then the newest, not a queue of " + waited);
        }
    }

    @Test
    void aSendThatTakesTooLongEndsItsSessionAndNoOther() throws Exception {
        var impatient = new Options(65536, 100_000, 10, 100, List.of(), false, false);
        try (var server = new WebSocketServer(0, market, impatient, now::get);
                var stalled = stalled(server, "c-1");
                var healthy = new Client(server.uri())) {
            awaitEqual("open sessions", 2, server::sessions);
            awaitEqual("open sessions", 1, () -> {
                now.incrementAndGet(); // so slowly that a healthy session has long sent what it has to send
                server.check();
                return server.sessions();
            });

            healthy.send("{\"subscribe\":[\"S1\"]}");
            assertTrue(healthy.next().contains("S1"));
            stalled.reset();
        }
    }

    @Test
    void brokenAndStalledSessionsDoNotDelayOneHundredHealthyOnes() throws Exception {
        var healthy = new ArrayList<Client>();
        var stalled = List.of(stalled(server, "c-1"), stalled(server, "c-2"), stalled(server, "c-3"));
        try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
            for (int i = 0; i < 100; i++) {
                healthy.add(new Client(server.uri()).send(SUBSCRIBE));
            }
            long start = market.after(0).seq();
            ticker.start(1000);
            breakOffTwenty();
            await("1000 prices", () -> market.after(0).seq() - start, prices -> prices >= 1000);
        }
        awaitEverybody(healthy);
        printAges(healthy);

        for (int i = 1; i <= 50; i++) {
            market.move("ACME", 100_00 + i, 2000 + i);
            awaitEverybody(healthy); // each price, although three have stopped reading long before
        }

        awaitEqual("open sessions", 103, server::sessions);
        for (var client : healthy) {
            client.close();
        }
        awaitEqual("open sessions", 3, server::sessions);
        for (var client : stalled) {
            client.close();
        }
    }

    private void breakOffTwenty() throws IOException {
        for (int i = 0; i < 20; i++) {
            var broken = new RawClient(server.uri());
            broken.text(SUBSCRIBE);
            broken.reset();
        }
    }

    private void awaitEverybody(List<Client> healthy) {
        long newest = market.after(0).seq();
        await(
                "price number %d at every healthy session".formatted(newest),
                () -> healthy.stream().mapToLong(Client::cursor).min().orElseThrow(),
                cursor -> cursor >= newest);
    }

    private static void printAges(List<Client> healthy) {
        var ages = new ArrayList<Long>();
        healthy.forEach(client -> ages.addAll(client.ages()));
        ages.sort(null);
        System.out.printf(
                "100 healthy sessions beside 3 stalled ones, 1000 prices/s: %d messages, age %d ms (median), %d ms (p99).%n",
                ages.size(), ages.get(ages.size() / 2), ages.get(ages.size() * 99 / 100));
    }

    /** Moves one symbol, and waits each time for a client to get it, so that nothing is conflated for who reads. */
    private void move(int times, Client client) throws InterruptedException {
        for (int i = 1; i <= times; i++) {
            market.move("S7", 100_00 + i, 2000 + i);
            client.next();
        }
    }

    /** The next quotes; the ack of the order is none. */
    private static Quotes quotes(RawClient client) throws IOException {
        var message = client.read().substring(2);
        return message.startsWith("{\"ack\":") ? quotes(client) : Quotes.parse(message.getBytes(UTF_8));
    }

    /** A session that has asked for the board until nothing more goes through, and reads none of it. */
    private static RawClient stalled(WebSocketServer server, String id) throws Exception {
        var client = new RawClient(server.uri());
        awaitResult("2000 requests to leave", () -> {
            for (int i = 0; i < 2000; i++) {
                client.text("{\"subscribe\":[\"*\"]}");
            }
            client.text(order(id, "S0"));
            return null;
        });
        awaitOrder(id, server.uri());
        return client;
    }

    /** When a session's last message, an order, has been done, then all before it have been taken, too. */
    private static void awaitOrder(String id, URI server) {
        var other = order(id, "NONE"); // there is no such symbol: this one is never done
        try (var client = new Client(server)) {
            await(
                    "the order %s to be known".formatted(id),
                    () -> client.send(other).next(),
                    reply -> reply.contains("belongs to another order"));
        }
    }

    private static String order(String id, String symbol) {
        return """
                {"order":{"id":"%s","symbol":"%s","side":"buy","quantity":1}}""".formatted(id, symbol);
    }
}
