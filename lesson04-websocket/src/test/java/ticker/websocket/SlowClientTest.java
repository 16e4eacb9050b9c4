package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.Await.awaitResult;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many sessions at once, of which some are slow, stalled or broken. Isolated, because it prints real ages. */
@Isolated
class SlowClientTest {
    private static final int SYMBOLS = 100; // so that a board has about 7 KB, and a stalled session is soon stalled
    private static final String SUBSCRIBE = """
            {"subscribe":["ACME","BRIO","CUSP","DUSK","ECHO"]}""";
    private static final Options OPTIONS = new Options(65536, 100_000, 200, 5000, 10_000, List.of(), false);

    private final Market market = new Market(0);
    private final AtomicLong now = new AtomicLong();
    private final Subscribers subscribers = new Subscribers(market, 200, now::get);
    private final Set<String> orders = ConcurrentHashMap.newKeySet(); // the ids of the orders that were placed
    private final WebSocketServer server = new WebSocketServer(
            Server.listenOn(0), market, (order, client) -> orders.add(order.id()), OPTIONS, subscribers);

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
        try (var slow = stalled("c-1");
                var healthy = new Client(server.uri())) {
            healthy.send("{\"subscribe\":[\"S7\"]}").next();
            long start = market.after(0).seq();
            move(moves, healthy);

            int waited = 0;
            for (long seq = 0; seq < start + moves; ) {
                var quotes = quotes(slow);
                assertTrue(quotes.seq() >= seq, "the seq never goes back");
                seq = quotes.seq();
                waited += seq > start ? 1 : 0;
            }

            System.out.printf(
                    ROOT, "%d moves for a client that did not read: %d messages waited for it.%n", moves, waited);
            assertTrue(
                    waited < 10,
                    "one message is on its way, and then comes the newest. There was a queue of " + waited);
        }
    }

    @Test
    void aSendThatTakesTooLongEndsItsSessionAndNoOther() throws Exception {
        try (var stalled = stalled("c-1");
                var healthy = new Client(server.uri())) {
            awaitEqual("open sessions", 2, subscribers::count);
            now.addAndGet(4999);
            subscribers.check();
            assertEquals(2, subscribers.count());

            now.incrementAndGet();
            subscribers.check();

            awaitEqual("open sessions", 1, subscribers::count);
            healthy.send("{\"subscribe\":[\"S1\"]}");
            healthy.next("a price of S1", message -> message.contains("S1"));
            stalled.reset();
        }
    }

    @Test
    void aSessionThatIsStalledWhenItIsClosedIsCutOffInTime() throws Exception {
        try (var stalled = stalled("c-1")) {
            stalled.write(RawClient.frame(0x82, "binary"));
            var message = stalled.read();
            while (!message.startsWith("8 ")) {
                message = stalled.read();
            }
            assertTrue(message.startsWith("8 1003 "), message);
            market.move("S7", 1, 1);
            subscribers.check();
            now.addAndGet(4999);
            subscribers.check();
            assertEquals(
                    1,
                    subscribers.count(),
                    "open sessions: the client has 5 s for its close frame, and nothing is sent meanwhile");
            now.incrementAndGet();
            subscribers.check();

            awaitEqual("open sessions, 5 s after the close frame to one that was stalled,", 0, subscribers::count);
        }
    }

    @Test
    void brokenAndStalledSessionsDoNotDelayOneHundredHealthyOnes() throws Exception {
        var healthy = new ArrayList<Client>();
        var stalled = List.of(stalled("c-1"), stalled("c-2"), stalled("c-3"));
        try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
            for (int i = 0; i < 100; i++) {
                healthy.add(new Client(server.uri()).send(SUBSCRIBE));
            }
            long start = market.after(0).seq();
            ticker.start(1000);
            breakOffTwenty();
            await("1000 prices", () -> market.after(0).seq() - start, prices -> prices >= 1000);
        }
        awaitAll(healthy);
        printAges(healthy);

        for (int i = 1; i <= 50; i++) {
            market.move("ACME", 100_00 + i, 2000 + i);
            awaitAll(healthy); // each of them gets each price, although three others stopped reading long before
        }

        awaitEqual("open sessions", 103, subscribers::count);
        for (var client : healthy) {
            client.close();
        }
        awaitEqual("open sessions", 3, subscribers::count);
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

    private void awaitAll(List<Client> healthy) {
        long newest = market.after(0).seq();
        await(
                String.format(ROOT, "price number %d at every healthy session", newest),
                () -> healthy.stream().mapToLong(Client::cursor).min().orElseThrow(),
                cursor -> cursor >= newest);
    }

    private static void printAges(List<Client> healthy) {
        var ages = new ArrayList<Long>();
        healthy.forEach(client -> ages.addAll(client.ages()));
        ages.sort(null);
        System.out.printf(
                ROOT,
                "100 healthy sessions beside 3 stalled ones, 1000 prices/s: %d messages, age %d ms (median), %d ms (p99).%n",
                ages.size(),
                ages.get(ages.size() / 2),
                ages.get(ages.size() * 99 / 100));
    }

    /** Moves one symbol, and waits each time for a client to get it, so that nothing is conflated for that one. */
    private void move(int times, Client client) throws InterruptedException {
        for (int i = 1; i <= times; i++) {
            market.move("S7", 100_00 + i, 2000 + i);
            client.next();
        }
    }

    private static Quotes quotes(RawClient client) throws IOException {
        return Quotes.parse(client.read().substring(2).getBytes(UTF_8));
    }

    /** A session that has asked for the board until no more can leave, and reads none of it. */
    private RawClient stalled(String id) throws Exception {
        var client = new RawClient(server.uri());
        awaitResult("2000 requests to leave", () -> {
            for (int i = 0; i < 2000; i++) {
                client.text("{\"subscribe\":[\"*\"]}");
            }
            client.text("""
                    {"order":{"id":"%s","symbol":"S0","side":"buy","quantity":1}}""".formatted(id));
            return null;
        });
        // When its last message, an order, has been placed, the server has taken all messages before it, too.
        await("the order %s to be placed".formatted(id), () -> orders, placed -> placed.contains(id));
        return client;
    }
}
