package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Holding.awaitHeld;

import com.sun.management.ThreadMXBean;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand readers: what they cost while they are held, and what they leave behind. Alone, so that it can be counted. */
@Isolated
class CrowdTest {
    private static final int CROWD = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market);
    private final List<Socket> readers = new ArrayList<>();

    @BeforeEach
    void aFirstReaderWarmsUp() throws Exception {
        hold(4);
        market.move("ACME", 101_25, 1000);
        receiveAll();
        leave(Leaving.CLOSE);
        awaitHeld(0, server::held);
    }

    @AfterEach
    void stop() throws Exception {
        for (var reader : readers) {
            reader.close();
        }
        server.close();
    }

    @Test
    void noThreadWaits() throws Exception {
        long before = threads();

        hold(CROWD);

        long held = threads();
        System.out.printf("Threads: %d without readers, %d with %d held.%n", before, held, CROWD);
        assertTrue(held <= before, "%d threads without readers, %d with".formatted(before, held));
        market.move("ACME", 101_26, 2000);
        receiveAll();
        assertTrue(threads() <= before, "nor does an answer take a thread");
    }

    /** All but those that Awaitility waits with. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .count();
    }

    @Test
    void aHeldReaderCostsLessThanSixKilobytes() throws Exception {
        long before = count(histogram(), "Total", 2);

        hold(CROWD);

        long each = (count(histogram(), "Total", 2) - before) / CROWD;
        System.out.printf("A held request costs %d bytes of heap, the client's half of this test among them.%n", each);
        assertTrue(each < 6000, "10,000 of them have to stay below 60 MB: %d bytes each".formatted(each));
    }

    @Test
    void movingTheMarketCostsTheMoverTheSameHoweverManyWait() throws Exception {
        long self = Thread.currentThread().getId();
        market.move("ACME", 101_25, 1000);
        hold(CROWD);

        long before = THREADS.getThreadAllocatedBytes(self);
        market.move("ACME", 101_26, 2000);
        long cost = THREADS.getThreadAllocatedBytes(self) - before;

        receiveAll();
        assertTrue(cost < CROWD * 10, "the mover allocates %d bytes: does it answer by itself?".formatted(cost));
    }

    private enum Leaving {
        CLOSE,
        RESET,
        HALF_CLOSE,
        CLOSE_BEHIND_ANOTHER_REQUEST
    }

    @ParameterizedTest
    @EnumSource
    void readersWhoVanishAreNoticedAtOnceAndLeaveNothingBehind(Leaving way) throws Exception {
        var before = alive();
        hold(CROWD);

        leave(way); // and no price moves

        awaitHeld(0, server::held);
        await("no more to be left than " + before)
                .pollDelay(Duration.ZERO)
                .until(
                        CrowdTest::alive,
                        now -> before.keySet().stream().allMatch(kind -> now.get(kind) <= before.get(kind)));
        for (var reader : readers) {
            assertEquals(-1, reader.getInputStream().read(), "the server hangs up, too");
        }
    }

    @Test
    void afterACrowdThatVanishedTheNextReaderIsServed() throws Exception {
        hold(CROWD);
        leave(Leaving.RESET);
        hold(1);

        market.move("ACME", 101_26, 2000);

        receiveAll();
    }

    @Test
    void waitingCostsNoProcessorTimeEvenWhenReadersSayTooMuch() throws Exception {
        hold(100);
        for (var reader : readers.subList(0, 50)) {
            reader.getOutputStream().write("GET /quotes".getBytes(ISO_8859_1)); // the beginning of a next request
        }
        for (var reader : readers.subList(50, 60)) {
            reader.getOutputStream().write(question(0).repeat(600).getBytes(ISO_8859_1)); // more than is read ahead
        }
        awaitIdle();

        long before = ioThreadsNanos();
        await("nobody to be busy")
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(2))
                .until(() -> ioThreadsNanos() - before < 100_000_000);
        assertEquals(100, server.held());
    }

    private void awaitIdle() {
        var last = new long[1];
        await("what was sent to be read").until(() -> {
            long now = ioThreadsNanos();
            boolean idle = now - last[0] < 5_000_000;
            last[0] = now;
            return idle;
        });
    }

    private static long ioThreadsNanos() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(" I/O-"))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private void hold(int number) throws IOException {
        long cursor = market.after(0).seq();
        for (int i = 0; i < number; i++) {
            var reader =
                    new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
            readers.add(reader);
            reader.setSoTimeout(10_000);
            reader.getOutputStream().write(question(cursor).getBytes(ISO_8859_1));
        }
        awaitHeld(readers.size(), server::held);
    }

    private static String question(long cursor) {
        return "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(cursor);
    }

    private void receiveAll() throws IOException {
        for (var reader : readers) {
            assertTrue(reader.getInputStream().read() == 'H', "the beginning of an answer");
        }
    }

    private void leave(Leaving way) throws IOException {
        for (var reader : readers) {
            switch (way) {
                case CLOSE -> reader.close();
                case RESET -> {
                    reader.setSoLinger(true, 0);
                    reader.close();
                }
                case HALF_CLOSE -> reader.shutdownOutput();
                case CLOSE_BEHIND_ANOTHER_REQUEST -> {
                    reader.getOutputStream().write(question(0).getBytes(ISO_8859_1));
                    reader.close();
                }
            }
        }
        if (way != Leaving.HALF_CLOSE) {
            readers.clear();
        }
    }

    /** What may be left of a reader on the heap. Each I/O thread may have one timer, so these count by the hundred. */
    private static Map<String, Long> alive() throws Exception {
        var heap = histogram();
        return Map.of(
                "waiters", count(heap, Held.class.getName(), 1),
                "exchanges", count(heap, HttpServerExchange.class.getName(), 1),
                "connections", count(heap, HttpServerConnection.class.getName(), 1),
                "hundreds of timers", count(heap, "org.xnio.nio.WorkerThread$TimeKey", 1) / 100);
    }

    /** What is on the heap, as the JVM itself counts it after a collection. */
    private static String histogram() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }

    /** The instances (column 1) or the bytes (2) of a class. */
    private static long count(String histogram, String kind, int column) {
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> List.of(fields).contains(kind))
                .mapToLong(fields -> Long.parseLong(fields[column]))
                .sum();
    }
}
