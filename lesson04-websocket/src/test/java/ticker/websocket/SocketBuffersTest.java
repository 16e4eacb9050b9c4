package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.awaitEqual;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What waits in the socket buffers gets old there: the server can't take it back. The buffers have the sizes that the
 * operating system gives them. The seconds are those of the test's clocks.
 */
class SocketBuffersTest {
    private static final Pattern TIME = Pattern.compile("\"time\":(\\d+)");
    private static final Options OPTIONS = new Options(65536, 100_000, 200, 5000, 3_600_000, List.of(), false);

    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 10, now::get);
    private final WebSocketServer server = new WebSocketServer(
            Server.listenOn(0).setIoThreads(1), // so that each round sends to both clients
            market,
            new LocalOrderDesk(market),
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
            long age = ageAfterTwentySeconds(slow, healthy, "");

            assertTrue(age > 15_000, "after 20 s the client reads a price that is so many ms old: " + age);
            for (long last = 0, seq = 0; seq < market.after(0).seq(); last = seq) {
                seq = seq(slow.receive("]}"));
                assertTrue(seq > last, "each message must be newer than the one before");
            }
        }
    }

    @Test
    void withAWindowOfEightMessagesASlowClientReadsNoPriceOlderThanASecond() throws Exception {
        try (var slow = subscriber("{\"subscribe\":[\"*\"],\"window\":8}");
                var healthy = subscriber()) {
            long age = ageAfterTwentySeconds(slow, healthy, "{\"seen\":%d}");

            assertTrue(age <= 1000, "after 20 s the client reads a price that is so many ms old: " + age);
            int waiting = 0;
            for (long seq = 0; seq < market.after(0).seq(); waiting++) {
                seq = seq(slow.receive("]}"));
                slow.send(RawClient.frame(0x81, String.format(ROOT, "{\"seen\":%d}", seq)));
            }
            assertTrue(
                    waiting <= 9,
                    "8 messages were on the way to it, and then came the newest. So many came: " + waiting);
        }
    }

    /** How old the last price is that the slow client reads. For each message it sends a reply, or none. */
    private long ageAfterTwentySeconds(Wire slow, Wire healthy, String reply) throws IOException {
        var ages = new StringBuilder();
        long age = 0;
        for (int second = 1; second <= 20; second++) {
            age = secondOfAThousandPrices(second, slow, healthy, reply);
            ages.append(second % 5 == 0 ? String.format(ROOT, " %d ms after %d s,", age, second) : "");
        }
        System.out.printf(
                ROOT,
                "1000 prices a second, 10 messages a second are read%s. The price is old:%s%n",
                reply.isEmpty() ? "" : ", and the client says for each that it has seen it",
                ages);
        return age;
    }

    /** A price each millisecond. The slow client reads ten messages a second. Returns how old the last of them is. */
    private long secondOfAThousandPrices(int second, Wire slow, Wire healthy, String reply) throws IOException {
        long age = 0;
        for (int i = 1; i <= 1000; i++) {
            long time = 1000L * (second - 1) + i;
            market.move(Ticker.SYMBOLS.get(i % 5), 100_00 + i, time);
            healthy.receive("]}");
            if (i % 100 == 0) {
                var message = slow.receive("]}");
                age = time - time(message);
                if (!reply.isEmpty()) {
                    slow.send(RawClient.frame(0x81, String.format(ROOT, reply, seq(message))));
                }
            }
        }
        return age;
    }

    @Test
    void aMessageThatLeavesWithinFiveSecondsKeepsASlowClient() throws Exception {
        try (var slow = subscriber();
                var healthy = subscriber()) {
            fill(healthy);
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < 100; i++) {
                    slow.receive("]}"); // 3 MB in all: more than half of what waits in the buffers
                    move(healthy);
                }
                now.addAndGet(4999);
                subscribers.check();
            }

            assertEquals(2, subscribers.count());
        }
    }

    @Test
    void aClientThatReadsAHundredKilobytesASecondIsCutWhenItsBuffersAreFull() throws Exception {
        try (var slow = subscriber();
                var healthy = subscriber()) {
            fill(healthy);
            for (int i = 0; i < 17; i++) {
                slow.receive("]}"); // 500 KB in all: the socket does not take more until a third of its buffer is free
            }

            now.addAndGet(5000);
            subscribers.check();

            awaitEqual("open sessions", 1, subscribers::count);
        }
    }

    @Test
    void aClientWithAWindowThatReadsNothingIsNotCut() throws Exception {
        try (var slow = subscriber("{\"subscribe\":[\"*\"],\"window\":8}");
                var healthy = subscriber()) {
            fill(healthy); // 9 MB: without the window its buffers would be full, and a message waiting

            now.addAndGet(5000);
            subscribers.check();
            healthy.send(RawClient.frame(0x89, ""));
            healthy.receive("\u008a\0"); // the pong: by now the server has checked

            assertEquals(2, subscribers.count(), "open sessions: all that fits into a window has left");
            for (long seq = 0; seq < market.after(0).seq(); ) {
                seq = seq(slow.receive("]}"));
                slow.send(RawClient.frame(0x81, String.format(ROOT, "{\"seen\":%d}", seq)));
            }
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
        return subscriber("{\"subscribe\":[\"*\"]}");
    }

    private Wire subscriber(String subscribe) throws IOException {
        var wire = new Wire(server.uri());
        wire.send(RawClient.HANDSHAKE + RawClient.frame(0x81, subscribe));
        wire.receive("]}");
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
