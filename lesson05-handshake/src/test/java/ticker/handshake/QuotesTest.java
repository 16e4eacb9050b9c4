package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;
import static ticker.handshake.Await.awaitResult;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices at /quotes: every client has a cursor, and gets newer prices when its last frame has left. */
class QuotesTest {
    private static final Options OPTIONS = new Options(1000, 1000, 500, 24 * 60 * 60 * 1000, 1000);

    // It stands still unless a test moves it: no client is too slow because the machine is busy.
    private final AtomicLong clock = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final HandshakeServer server = new HandshakeServer(Server.listenOn(0), market, OPTIONS, subscribers());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClientGetsTheBoardAtOnceAndThenEveryMove() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var client = client("/quotes")) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", client.receive().text());

            market.move("BRIO", 55_00, 1_763_637_722_124L);

            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":1763637722124}]}""", client.receive().text());
        }
    }

    @Test
    void aPriceCostsTwoBytesMoreThanItsJson() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var peer = new Peer(server.uri(), "/quotes")) {
            int json = market.after(0).json().length;

            assertEquals("81 52", peer.receive(2), "FIN and text, then the length: no mask, no headers");
            assertEquals(0x52, json, "bytes of JSON");
            System.out.printf(ROOT, "A price is %d bytes, and %d on the wire.%n", json, json + 2);
        }
    }

    @Test
    void aClientThatComesBackGetsWhatItMissed() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        market.move("CUSP", 9_99, 3000);
        try (var client = client("/quotes?after=1")) {
            assertEquals(market.after(1).quotes(), quotes(client.receive()));
        }
    }

    @Test
    void aClientThatHasEverythingIsSentNothing() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = client("/quotes?after=1")) {
            market.move("BRIO", 55_00, 2000);

            assertEquals(
                    market.after(1).quotes(), quotes(client.receive()), "the first message has only the new price");
        }
    }

    @ParameterizedTest
    @CsvSource({"7, from before the market began", "999999999999999999, from its future"})
    void aCursorOfAnotherMarketGetsTheWholeBoardAsAReset(long cursor, String reason) throws Exception {
        var later = new Market(1000);
        later.move("ACME", 101_25, 1_763_637_722_123L);
        try (var restarted = new HandshakeServer(0, later);
                var client = new TestClient(restarted.uri().resolve("/quotes?after=" + cursor))) {
            assertEquals("""
                    {"seq":1001,"reset":true,"quotes":[{"seq":1001,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", client.receive().text(), reason);

            later.move("BRIO", 55_00, 1_763_637_722_124L);

            assertEquals("""
                    {"seq":1002,"quotes":[{"seq":1002,"symbol":"BRIO","price":55.00,"time":1763637722124}]}""", client.receive().text(), "the reset is sent once");
        }
    }

    @Test
    void aTextFromAClientIsIgnored() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = client("/quotes")) {
            client.receive();
            client.send(Frame.text("faster!"));
            market.move("ACME", 101_26, 2000);

            assertEquals(2, quotes(client.receive()).get(0).seq(), "the seq of the next price");
        }
    }

    @Test
    void aBinaryMessageIsClosedWith1003() throws Exception {
        try (var client = client("/quotes")) {
            client.send(Frame.of(Opcode.BINARY, Hex.bytes("00 01")));

            assertEquals(new CloseReason(1003, "This service takes text only."), client.skipToClose());
        }
    }

    @Test
    void aClientIsNeverSentAnOldPriceAndEndsOnTheNewest() throws Exception {
        try (var client = client("/quotes")) {
            int moves = 20_000;
            for (int i = 1; i <= moves; i++) {
                market.move(Ticker.SYMBOLS.get(i % 5), i, i);
            }
            long cursor = 0;
            int messages = 0;
            while (cursor < moves) {
                for (var quote : quotes(client.receive())) {
                    assertTrue(quote.seq() > cursor, "each message is newer than the last");
                    cursor = quote.seq();
                }
                messages++;
            }
            System.out.printf(ROOT, "%d moves as fast as they go: %d messages.%n", moves, messages);
            assertEquals(moves, cursor, "the seq of the last price");
        }
    }

    @Test
    void aSlowClientGetsFewerAndNewerPrices() throws Exception {
        var oneThread = Server.listenOn(0).setIoThreads(1); // so that both clients have their turn in each round
        try (var shared = new HandshakeServer(oneThread, market, OPTIONS, subscribers());
                var slow = new TestClient(shared.uri().resolve("/quotes"));
                var healthy = new TestClient(shared.uri().resolve("/quotes"))) {
            awaitEqual("open connections", 2, shared::connections);
            market.move("A".repeat(12_000_000), 100_00, 1000); // more than the network holds: so it is on its way
            healthy.receive();
            for (int i = 1; i <= 100; i++) {
                market.move(Ticker.SYMBOLS.get(i % 5), i, i);
                assertEquals(
                        1 + i, quotes(healthy.receive()).get(0).seq(), "a client that reads gets each price: its seq");
            }

            assertEquals(1, quotes(slow.receive()).get(0).seq(), "the seq of what was on its way");
            assertEquals(
                    market.after(1).quotes(),
                    quotes(slow.receive()),
                    "then the newest price of each symbol in one message, not a queue of 100");
        }
    }

    @Test
    void aClientThatNeverReadsIsDroppedAndTheOthersAreNotSlowed() throws Exception {
        try (var deaf = new Peer(server.uri(), "/quotes", 4096);
                var healthy = client("/quotes")) {
            var large = "A".repeat(30_000); // fills the network soon
            awaitEqual("open connections", 2, server::connections);
            awaitEqual("open connections", 1, () -> {
                market.move(large, 100_00, 1000);
                assertEquals(
                        market.after(0).seq(),
                        quotes(healthy.receive()).get(0).seq(),
                        "the seq of the price that the healthy client gets");
                clock.addAndGet(100);
                return server.connections();
            });
            assertEquals("81", deaf.receive(1), "the bytes that it has not read are still there");
        }
    }

    @Test
    void clientsInStepShareTheBytesOfAFrame() {
        market.move("ACME", 101_25, 1000);
        var encoder = new Encoder();
        var frame = encoder.frame(market.after(0));
        frame.position(frame.limit()); // the first of them has sent it

        assertSame(frame, encoder.frame(market.after(0)), "encoded once, not once per client");
        assertEquals(0, frame.position(), "the position from which the next client sends it");
    }

    @Test
    void aSlowClientGetsItsFrameWholeAlthoughItSharesTheBytes() throws Exception {
        var oneThread = Server.listenOn(0).setIoThreads(1);
        try (var shared = new HandshakeServer(oneThread, market, OPTIONS, subscribers());
                var slow = new TestClient(shared.uri().resolve("/quotes"));
                var healthy = new TestClient(shared.uri().resolve("/quotes"))) {
            awaitEqual("open connections", 2, shared::connections);
            market.move("A".repeat(12_000_000), 100_00, 1000); // more than the network holds
            var sent = healthy.receive();
            var received = slow.receive();

            assertEquals(sent.length(), received.length(), "bytes of the frame");
            assertEquals(-1, sent.payload().mismatch(received.payload()), "the first byte that is wrong");
        }
    }

    @Test
    void noThreadWaitsForAClient() throws Exception {
        var twoThreads = Server.listenOn(0).setIoThreads(1).setWorkerThreads(1);
        var clients = new ArrayList<Peer>();
        try (var small = new HandshakeServer(twoThreads, market, OPTIONS, subscribers())) {
            int before = ManagementFactory.getThreadMXBean().getThreadCount();
            for (int i = 0; i < 300; i++) {
                clients.add(new Peer(small.uri(), "/quotes"));
            }
            awaitEqual("open connections", 300, small::connections);
            market.move("ACME", 101_25, 1000);
            var firstBytes = awaitResult("a price for each of 300 clients of a server with two threads", () -> {
                var bytes = new HashSet<String>();
                for (var client : clients) {
                    bytes.add(client.receive(1));
                }
                return bytes;
            });
            assertEquals(Set.of("81"), firstBytes, "the first bytes that the clients got: each a text frame");

            int more = ManagementFactory.getThreadMXBean().getThreadCount() - before;
            assertTrue(
                    more < 100,
                    String.format(ROOT, "300 clients took %d threads (other tests may have started some)", more));
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private Subscribers subscribers() {
        return new Subscribers(market, OPTIONS.maxSubscribers(), clock::get);
    }

    private TestClient client(String path) throws Exception {
        return new TestClient(server.uri().resolve(path));
    }

    private static List<Quote> quotes(Frame message) throws IOException {
        return Quotes.parse(message.bytes()).quotes();
    }
}
