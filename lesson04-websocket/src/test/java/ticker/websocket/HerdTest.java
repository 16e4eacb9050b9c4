package ticker.websocket;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * 200 clients lose their server at the same moment, and reconnect to it two seconds later. {@code -Dherd=FILE} writes the table
 * that the docs show.
 */
@Isolated("it tells how many clients come within 100 ms")
class HerdTest {
    private static final int CLIENTS = 200;
    private static final long GONE = 2000; // milliseconds

    /** When a client was back after the loss, and how long it then waited for its board, in milliseconds. */
    private record Return(long time, long waited) {}

    private final Market market = new Market(0);

    @Test
    void clientsComeBackAtOnceUnlessTheirPausesAreRandom() throws Exception {
        market.move("ACME", 101_00, 1);

        var without = herd(false);
        var with = herd(true);

        var table = "200 clients come back,most within 100 ms,last one after (s),longest wait for the board (ms)\n"
                + row("all with the same pauses", without) + row("each with random pauses", with);
        System.out.print(table);
        if (!System.getProperty("herd", "").isEmpty()) {
            Files.writeString(Path.of(System.getProperty("herd")), machine() + table);
        }
        assertTrue(most(with) < most(without), () -> "random pauses should spread the clients:\n" + table);
    }

    private static String machine() {
        return String.format(
                ROOT,
                "Measured on %s on %s with %d processors, %s, %s %d%n",
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("java.vm.name"),
                Runtime.version().feature());
    }

    private List<Return> herd(boolean jitter) throws Exception {
        var threads = Executors.newFixedThreadPool(CLIENTS);
        try (var server = new WebSocketServer(0, market);
                var relay = new Relay(URI.create("http://localhost:1/"))) { // where nobody listens
            var clients = new ArrayList<Future<Return>>();
            long lost = System.nanoTime();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> comeBack(relay.uri(), lost, jitter)));
            }
            pause(GONE - millisSince(lost));
            relay.leadTo(server.uri());
            var returns = new ArrayList<Return>();
            for (var client : clients) {
                returns.add(await("a client to come back", client));
            }
            return returns;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Return comeBack(URI server, long lost, boolean jitter) {
        for (int failures = 1; ; failures++) {
            pause(jitter ? Backoff.pause(failures, 0, ThreadLocalRandom.current()) : Backoff.limit(failures));
            long begun = System.nanoTime();
            try (var client = new RawClient(server)) {
                client.text("{\"subscribe\":[\"*\"]}");
                client.read();
                return new Return(millisSince(lost), millisSince(begun));
            } catch (IOException gone) {
                // It tries again.
            }
        }
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static String row(String clients, List<Return> returns) {
        return String.format(
                ROOT,
                "%s,%d,%.1f,%d%n",
                clients,
                most(returns),
                returns.stream().mapToLong(Return::time).max().orElseThrow() / 1000.0,
                returns.stream().mapToLong(Return::waited).max().orElseThrow());
    }

    /** How many come back within the same tenth of a second at most. */
    private static long most(List<Return> returns) {
        return returns.stream()
                .collect(Collectors.groupingBy(back -> back.time() / 100, Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare)
                .orElseThrow();
    }
}
