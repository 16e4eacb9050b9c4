package ticker.longpolling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Await.await;
import static ticker.longpolling.Await.awaitEqual;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;

import com.sun.management.ThreadMXBean;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand held requests: what they cost, and what their clients leave behind. It runs alone, so that it can count. */
@Isolated
class CrowdTest {
    private static final int CROWD = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Market market = new Market(0);
    private final LongPollingServer server = new LongPollingServer(0, market, new Options(10_000, HOUR));
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void aFirstClientWarmsUp() throws Exception {
        hold(4);
        market.move("ACME", 101_25, 1000);
        receiveAll();
        leave(Leaving.CLOSE);
        awaitHeld(0, server::held);
    }

    @AfterEach
    void stop() throws Exception {
        for (var client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void noThreadWaits() throws Exception {
        var before = threads();

        hold(CROWD);

        awaitNoMoreThan(before);
        System.out.printf(
                ROOT,
                "Threads: %d without clients, %d with %d held.%n",
                before.size(),
                threads().size(),
                CROWD);
        market.move("ACME", 101_26, 2000);
        receiveAll();
        awaitNoMoreThan(before); // a response takes no thread either
    }

    /** A thread that comes and goes, such as the JVM's own, is none that waits for as long as a client does. */
    private static void awaitNoMoreThan(Set<Thread> before) {
        awaitEqual(
                "threads that came with the clients",
                List.of(),
                () -> threads().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .toList());
    }

    /** All but those that the test itself waits with. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    @Test
    void aHeldClientCostsLessThanSixKilobytes() throws Exception {
        long before = count(histogram(), "Total", 2);

        hold(CROWD);

        long each = (count(histogram(), "Total", 2) - before) / CROWD;
        System.out.printf(
                ROOT, "A held request costs %d bytes of heap, the client's half of this test among them.%n", each);
        assertTrue(each < 6000, String.format(ROOT, "10,000 of them have to stay below 60 MB: %d bytes each", each));
    }

    @Test
    void movingTheMarketCostsTheSameHoweverManyRequestsAreHeld() throws Exception {
        long self = Thread.currentThread().getId();
        market.move("ACME", 101_25, 1000);
        hold(CROWD);

        long before = THREADS.getThreadAllocatedBytes(self);
        market.move("ACME", 101_26, 2000);
        long cost = THREADS.getThreadAllocatedBytes(self) - before;

        receiveAll();
        assertTrue(
                cost < CROWD * 10,
                String.format(
                        ROOT,
                        "it allocates %d bytes: perhaps the thread that moves the market writes the responses",
                        cost));
    }

    private enum Leaving {
        CLOSE,
        RESET,
        HALF_CLOSE,
        CLOSE_BEHIND_ANOTHER_REQUEST
    }

    @ParameterizedTest
    @EnumSource
    void clientsThatVanishAreNoticedAtOnceAndLeaveNothingBehind(Leaving way) throws Exception {
        var before = alive();
        hold(CROWD);

        leave(way); // and no price moves

        awaitHeld(0, server::held);
        await(
                "no more to be left than " + before,
                CrowdTest::alive,
                now -> before.keySet().stream().allMatch(kind -> now.get(kind) <= before.get(kind)));
        for (var client : clients) {
            assertEquals(
                    -1, read(client, "the server to close the connection, too"), "the end, and not a byte before it");
        }
    }

    @Test
    void afterAThousandClientsHaveVanishedTheNextOneIsServed() throws Exception {
        hold(CROWD);
        leave(Leaving.RESET);
        hold(1);

        market.move("ACME", 101_26, 2000);

        receiveAll();
    }

    @Test
    void holdingCostsNoProcessorTimeEvenWhenClientsSendTooMuch() throws Exception {
        hold(100);
        for (var client : clients.subList(0, 50)) {
            client.getOutputStream().write("GET /quotes".getBytes(ISO_8859_1)); // the beginning of a next request
        }
        for (var client : clients.subList(50, 60)) {
            client.getOutputStream().write(request(0).repeat(600).getBytes(ISO_8859_1)); // more than is read ahead
        }
        hold(50); // held later, by the same threads: so these have seen by now what came before

        await(
                "the I/O threads to need less than 20 ms of processor time while another thread needs 200 ms",
                () -> ioThreadsMillisWhileBusyFor(200),
                millis -> millis < 20);
        assertEquals(150, server.held(), "held requests: all clients are still there");
    }

    /** Processor time, not wall time, is the measure: on a busy machine a thread that never waits gets less of it, too. */
    private static long ioThreadsMillisWhileBusyFor(long millis) {
        long before = ioThreadsNanos();
        long start = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - start < millis * 1_000_000) {
            Thread.onSpinWait();
        }
        return (ioThreadsNanos() - before) / 1_000_000;
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
            var client =
                    new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
            clients.add(client);
            client.setSoTimeout((int) Await.LIMIT.toMillis());
            client.getOutputStream().write(request(cursor).getBytes(ISO_8859_1));
        }
        awaitHeld(clients.size(), server::held);
    }

    private static String request(long cursor) {
        return String.format(ROOT, "GET /quotes?after=%d HTTP/1.1\r\nHost: localhost\r\n\r\n", cursor);
    }

    private void receiveAll() throws IOException {
        for (var client : clients) {
            assertEquals('H', read(client, "the beginning of a response"));
        }
    }

    private static int read(Socket client, String what) throws IOException {
        try {
            return client.getInputStream().read();
        } catch (SocketTimeoutException late) {
            throw new AssertionError(
                    String.format(ROOT, "Waited %d s for %s. Nothing came.", Await.LIMIT.toSeconds(), what), late);
        }
    }

    private void leave(Leaving way) throws IOException {
        for (var client : clients) {
            switch (way) {
                case CLOSE -> client.close();
                case RESET -> {
                    client.setSoLinger(true, 0);
                    client.close();
                }
                case HALF_CLOSE -> client.shutdownOutput();
                case CLOSE_BEHIND_ANOTHER_REQUEST -> {
                    client.getOutputStream().write(request(0).getBytes(ISO_8859_1));
                    client.close();
                }
            }
        }
        if (way != Leaving.HALF_CLOSE) {
            clients.clear();
        }
    }

    /** What may be left of a client on the heap. Each I/O thread may have one timer, so these count by the hundred. */
    private static Map<String, Long> alive() throws Exception {
        var heap = histogram();
        return Map.of(
                "held requests", count(heap, HeldRequest.class.getName(), 1),
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
