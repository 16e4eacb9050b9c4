package ticker.handshake;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prices at /quotes: every reader has a cursor, and gets what is newer when its last write is done. */
class QuotesTest {
    private static final Limits LIMITS = new Limits(1000, 1000, 500, 24 * 60 * 60 * 1000, 1000);

    // It stands still unless a test moves it: no reader is too slow because the machine is busy.
    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Market market = new Market(0);
    private final HandshakeServer server = new HandshakeServer(0, market, LIMITS, clock::get);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aReaderGetsTheBoardAtOnceAndThenEveryMove() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var reader = client("/quotes")) {
            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1763637722123}]}""", reader.receive().text());

            market.move("BRIO", 55_00, 1_763_637_722_124L);

            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":1763637722124}]}""", reader.receive().text());
        }
    }

    @Test
    void aPriceCostsTwoBytesMoreThanItsJson() throws Exception {
        market.move("ACME", 101_25, 1_763_637_722_123L);
        try (var peer = new Peer(server.uri(), "/quotes")) {
            int json = market.after(0).json().length;

            assertEquals("81 52", peer.receive(2), "FIN and text, then the length: no mask, no headers");
            assertEquals(0x52, json);
            System.out.printf("A price is %d bytes, and %d on the wire.%n", json, json + 2);
        }
    }

    @Test
    void aReaderThatComesBackGetsWhatItMissed() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        market.move("CUSP", 9_99, 3000);
        try (var reader = client("/quotes?after=1")) {
            assertEquals(market.after(1).quotes(), quotes(reader.receive()));
        }
    }

    @Test
    void aReaderWhoHasEverythingIsSentNothing() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var reader = client("/quotes?after=1")) {
            market.move("BRIO", 55_00, 2000);

            assertEquals(market.after(1).quotes(), quotes(reader.receive()), "the first thing it hears is new");
        }
    }

    @Test
    void aCursorFromTheFutureGetsTheWholeBoard() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var reader = client("/quotes?after=999999999999999999")) {
            assertEquals(market.after(0).quotes(), quotes(reader.receive()));
        }
    }

    @Test
    void whatAReaderSaysIsNotListenedTo() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var reader = client("/quotes")) {
            reader.receive();
            reader.send(Frame.text("faster!"));
            market.move("ACME", 101_26, 2000);

            assertEquals(2, quotes(reader.receive()).get(0).seq());
        }
    }

    @Test
    void aBinaryMessageIsClosedWith1003() throws Exception {
        try (var reader = client("/quotes")) {
            reader.send(Frame.of(Opcode.BINARY, Hex.bytes("00 01")));

            assertEquals(new CloseReason(1003, "This service takes text only."), reader.skipToClose());
        }
    }

    @Test
    void aReaderIsNeverSentAnOldPriceAndEndsOnTheNewest() throws Exception {
        try (var reader = client("/quotes")) {
            int moves = 20_000;
            for (int i = 1; i <= moves; i++) {
                market.move(Ticker.SYMBOLS.get(i % 5), i, i);
            }
            long cursor = 0;
            int messages = 0;
            while (cursor < moves) {
                for (var quote : quotes(reader.receive())) {
                    assertTrue(quote.seq() > cursor, "each message is newer than the last");
                    cursor = quote.seq();
                }
                messages++;
            }
            System.out.printf("%d moves as fast as they go: %d messages.%n", moves, messages);
            assertTrue(messages <= moves);
            assertEquals(moves, cursor);
        }
    }

    @Test
    void aReaderWhoNeverReadsIsHungUpOnAndTheOthersAreNotSlowed() throws Exception {
        try (var deaf = new Peer(server.uri(), "/quotes", 4096);
                var healthy = client("/quotes")) {
            var large = "A".repeat(30_000); // fills the network soon
            awaitEqual("open connections", 2, server::connections);
            awaitEqual("open connections", 1, () -> {
                market.move(large, 100_00, 1000);
                assertEquals(
                        market.after(0).seq(),
                        quotes(healthy.receive()).get(0).seq(),
                        "the healthy one sees every price");
                clock.addAndGet(MILLISECONDS.toNanos(100));
                return server.connections();
            });
            assertEquals("81", deaf.receive(1), "what it could have read is still there");
        }
    }

    @Test
    void readersInStepShareTheBytesOfAFrame() {
        market.move("ACME", 101_25, 1000);
        var encoder = new QuotesTalk.Encoder();
        var one = encoder.frame(market.after(0));
        var other = encoder.frame(market.after(0));

        one.put(0, (byte) 0x42);

        assertEquals(0x42, other.get(0), "one price, encoded once");
        one.position(1);
        assertEquals(0, other.position(), "but each reads it at its own pace");
    }

    @Test
    void noThreadWaitsForAReader() throws Exception {
        market.move("ACME", 101_25, 1000);
        int before = ManagementFactory.getThreadMXBean().getThreadCount();
        var readers = new ArrayList<Peer>();
        try {
            for (int i = 0; i < 300; i++) {
                readers.add(new Peer(server.uri(), "/quotes"));
            }
            awaitEqual("open connections", 300, server::connections);

            int more = ManagementFactory.getThreadMXBean().getThreadCount() - before;
            assertTrue(more < 100, "300 readers took %d threads (other tests may have started some)".formatted(more));
        } finally {
            for (var reader : readers) {
                reader.close();
            }
        }
    }

    private TestClient client(String path) throws Exception {
        return new TestClient(server.uri().resolve(path));
    }

    private static List<Quote> quotes(Frame message) {
        return Quotes.parse(message.bytes()).quotes();
    }
}
