package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.awaitEqual;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Prices in the socket buffers get old there: the server can't take them back. The buffers have the sizes that the
 * operating system gives them. The seconds are those of the test's clocks.
 */
class SocketBuffersTest {
    private static final Pattern TIME = Pattern.compile("\"time\":(\\d+)");
    private static final String HANDSHAKE = Handshake.request("localhost", "/quotes", "dGhlIHNhbXBsZSBub25jZQ==");
    private static final Options OPTIONS = new Options(1000, 10, 10_000, 3_600_000, 1000);

    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 10, now::get);
    private final HandshakeServer server = new HandshakeServer(
            Server.listenOn(0).setIoThreads(1), // so that both clients have their turn in each round
            market,
            OPTIONS,
            subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSlowClientIsNeverSentAnOldPriceAndYetReadsOldOnes() throws Exception {
        try (var slow = subscriber();
                var healthy = subscriber()) {
            var ages = new StringBuilder();
            long age = 0;
            for (int second = 1; second <= 20; second++) {
                age = secondOfAThousandPrices(second, slow, healthy);
                ages.append(second % 5 == 0 ? String.format(ROOT, " %d s after %d s,", age / 1000, second) : "");
            }

            System.out.printf(ROOT, "1000 prices a second, 10 messages a second are read. The price is old:%s%n", ages);
            assertTrue(age > 15_000, "after 20 s the client reads a price that is so many ms old: " + age);
            for (long last = 0, seq = 0; seq < market.after(0).seq(); last = seq) {
                seq = seq(slow.receive("]}"));
                assertTrue(seq > last, "each message that was sent is newer than the one before");
            }
        }
    }

    /** A price each millisecond; of ten messages a second that the slow client takes, how old the last one is. */
    private long secondOfAThousandPrices(int second, Wire slow, Wire healthy) throws IOException {
        long age = 0;
        for (int i = 1; i <= 1000; i++) {
            long time = 1000L * (second - 1) + i;
            market.move(Ticker.SYMBOLS.get(i % 5), 100_00 + i, time);
            healthy.receive("]}");
            if (i % 100 == 0) {
                age = time - time(slow.receive("]}"));
            }
        }
        return age;
    }

    @Test
    void aFrameThatLeavesWithinTenSecondsKeepsASlowClient() throws Exception {
        try (var slow = subscriber();
                var healthy = subscriber()) {
            fill(healthy);
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < 100; i++) {
                    slow.receive("]}"); // 3 MB in all: more than half of what lies in the buffers
                    move(healthy);
                }
                now.addAndGet(10_000);
                subscribers.check();
            }

            assertEquals(2, subscribers.count());
        }
    }

    @Test
    void aClientThatReadsFiftyKilobytesASecondIsCutWhenItsBuffersAreFull() throws Exception {
        try (var slow = subscriber();
                var healthy = subscriber()) {
            fill(healthy);
            for (int i = 0; i < 17; i++) {
                slow.receive("]}"); // 500 KB in all: the socket does not take more until a third of its buffer is free
            }

            now.addAndGet(10_001);
            subscribers.check();

            awaitEqual("open connections", 1, subscribers::count);
        }
    }

    /** Messages of 30 KB, until the next one can't leave. */
    private void fill(Wire healthy) throws IOException {
        for (int i = 0; i < 300; i++) {
            move(healthy);
        }
    }

    private void move(Wire healthy) throws IOException {
        market.move("X".repeat(30_000), 100_00, 1000);
        healthy.receive("]}");
    }

    private Wire subscriber() throws IOException {
        int before = subscribers.count();
        var wire = new Wire(server.uri());
        wire.send(HANDSHAKE);
        wire.receive("\r\n\r\n");
        awaitEqual("open connections", before + 1, subscribers::count);
        return wire;
    }

    private static long time(String message) {
        return TIME.matcher(message)
                .results()
                .mapToLong(time -> Long.parseLong(time.group(1)))
                .max()
                .orElseThrow();
    }

    private static long seq(String message) {
        return Long.parseLong(message.replaceFirst("(?s).*?\"seq\":(\\d+).*", "$1"));
    }
}
