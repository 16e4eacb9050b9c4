package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Many sessions at once, of which some are slow, stalled or broken. Isolated, because it looks at real ages. */
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
    void aSlowReaderGetsFewerPricesAndEndsOnTheNewest() throws Exception {
        int moves = 100;
        try (var slow = stalled(server.uri());
                var healthy = new Client(server.uri())) {
            healthy.send("{\"subscribe\":[\"S7\"]}").next();
            move(100, healthy); // by then nothing goes through to the other any more
            long start = market.after(0).seq();
            move(moves, healthy);

            int waited = 0;
            for (long seq = 0; seq < start + moves; ) {
                var quotes = Quotes.parse(slow.read().substring(2).getBytes(UTF_8));
                assertTrue(quotes.seq() >= seq, "never back");
                seq = quotes.seq();
                waited += seq > start ? 1 : 0;
            }

            System.out.printf("%d moves for a reader who did not read: %d messages waited for it.%n", moves, waited);
            assertTrue(waited < 10, "one message on its way, and then the newest, not a queue of " + waited);
        }
    }

    @Test
    void aSendThatTakesTooLongEndsItsSessionAndNoOther() throws Exception {
        var impatient = new Options(65536, 100_000, 10, 100, List.of(), false, false);
        try (var server = new WebSocketServer(0, market, impatient);
                var stalled = stalled(server.uri());
                var healthy = new Client(server.uri())) {
            await("the stalled session to be cut").until(() -> server.sessions() == 1);

            healthy.send("{\"subscribe\":[\"S1\"]}");
            assertTrue(healthy.next().contains("S1"));
            stalled.reset();
        }
    }

    @Test
    void brokenAndStalledSessionsDoNotDelayOneHundredHealthyOnes() throws Exception {
        var healthy = new ArrayList<Client>();
        var stalled = List.of(stalled(server.uri()), stalled(server.uri()), stalled(server.uri()));
        try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
            for (int i = 0; i < 100; i++) {
                healthy.add(new Client(server.uri()).send(SUBSCRIBE));
            }
            long start = market.after(0).seq();
            ticker.start(1000);
            for (int i = 0; i < 20; i++) {
                var broken = new RawClient(server.uri());
                broken.text(SUBSCRIBE);
                broken.reset();
            }
            await("1000 prices").until(() -> market.after(0).seq() >= start + 1000);
        }

        long newest = market.after(0).seq();
        var ages = new ArrayList<Long>();
        await("the newest price to reach everybody")
                .until(() -> healthy.stream().allMatch(client -> client.cursor() >= newest));
        for (var client : healthy) {
            ages.addAll(client.ages());
            client.close();
        }
        ages.sort(null);
        long p99 = ages.get(ages.size() * 99 / 100);
        System.out.printf(
                "100 healthy sessions beside 3 stalled ones, 1000 prices/s: %d messages, age %d ms (median), %d ms (p99).%n",
                ages.size(), ages.get(ages.size() / 2), p99);
        assertTrue(p99 < 2000, () -> "a healthy session should not wait for a stalled one: " + p99 + " ms");
        await("only the stalled ones to be left").until(() -> server.sessions() == 3);
        for (var client : stalled) {
            client.close();
        }
    }

    /** Moves one symbol, and waits each time for a reader to get it, so that nothing is conflated for who reads. */
    private void move(int times, Client reader) throws InterruptedException {
        for (int i = 1; i <= times; i++) {
            market.move("S7", 100_00 + i, 2000 + i);
            reader.next();
        }
    }

    /** A session that asks for the board until nothing more goes through, and reads none of it. */
    private static RawClient stalled(URI server) throws IOException {
        var client = new RawClient(server);
        for (int i = 0; i < 2000; i++) {
            client.text("{\"subscribe\":[\"*\"]}");
        }
        return client;
    }
}
