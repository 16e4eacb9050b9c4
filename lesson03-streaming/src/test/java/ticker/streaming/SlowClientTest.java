package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One client stops reading; a hundred others don't. */
@Isolated("it measures ages")
class SlowClientTest {
    private static final int BUFFERS = 16 * 1024 * 2 + 4 * 1024 * 2; // what server and client ask for; Linux doubles it
    private static final Options NEVER_DROPPED =
            new Options(101, 3_600_000, 3_600_000); // however long the machine takes

    private final Market market = new Market(0);
    private final ConcurrentLinkedQueue<Long> ages = new ConcurrentLinkedQueue<>();

    @Test
    void aStalledClientCostsABoundedAmountAndEndsOnTheNewestPriceAndTheOthersNeverNotice() throws Exception {
        try (var server = new StreamingServer(0, market, NEVER_DROPPED);
                var stalled = new TestClient(server.uri(), 4 * 1024)) {
            var healthy = new ArrayList<TestClient>();
            for (int i = 0; i < 100; i++) {
                healthy.add(new TestClient(server.uri(), 1024 * 1024));
            }
            healthy.forEach(client -> background(() -> client.readUntil(this::noteAge)));
            moveUntilTheBuffersAreFull(healthy);
            var figures = figures();

            long stalledSince = market.after(0).seq();
            moveOneByOne(healthy);
            market.move("LAST", 1, System.currentTimeMillis());
            var seen = stalled.readUntil(SlowClientTest::isLast);

            long prices = market.after(0).seq();
            System.out.printf(
                    ROOT, "%s; the stalled one %d, which were %d bytes.%n", figures, seen.size(), stalled.bytes);
            assertTrue(stalled.bytes <= BUFFERS, () -> "more is waiting than the buffers hold: " + stalled.bytes);
            assertTrue(
                    seen.size() < prices / 2,
                    "prices that the client does not read are left out, not kept: " + seen.size());
            assertEquals(prices, seen.get(seen.size() - 1).seq(), "and it ends on the newest price");
            assertTrue(seen.get(seen.size() - 2).seq() <= stalledSince, "it was not stalled when the others went on");
            awaitEqual("healthy clients that end on the newest price", 100L, () -> upTo(prices, healthy));
            for (var client : healthy) {
                client.close();
            }
        }
    }

    /** A second and a half of prices, and more of them than the stalled client's buffers hold. */
    private void moveUntilTheBuffersAreFull(List<TestClient> healthy) {
        try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
            ticker.start(1000);
            await("1500 prices or more", () -> market.after(0).seq(), seq -> seq >= 1500);
            await(
                    "the healthy client with the fewest bytes to have more than the buffers hold",
                    () -> fewestBytes(healthy),
                    bytes -> bytes > BUFFERS * 4 / 3);
        }
    }

    /** The others never notice: each price reaches all of them before the next one moves, so none is left out. */
    private void moveOneByOne(List<TestClient> healthy) {
        for (int i = 0; i < 50; i++) {
            market.move("ACME", 101_25, System.currentTimeMillis());

            long price = market.after(0).seq();
            awaitEqual("healthy clients that have price " + price, 100L, () -> upTo(price, healthy));
        }
    }

    private static int fewestBytes(List<TestClient> clients) {
        return clients.stream().mapToInt(client -> client.bytes).min().orElseThrow();
    }

    private static long upTo(long seq, List<TestClient> clients) {
        return clients.stream().filter(client -> client.seq >= seq).count();
    }

    private boolean noteAge(Quotes quotes) {
        ages.add(System.currentTimeMillis() - newest(quotes).time());
        return isLast(quotes);
    }

    /** No assertion looks at ages: on a busy machine the clients of this test are slow themselves. */
    private String figures() {
        var sorted = ages.stream().sorted().toList();
        return String.format(
                ROOT,
                "%d prices at 1000 a second. A healthy client got %d messages, 99 %% of them less than %d ms old",
                market.after(0).seq(),
                sorted.size() / 100,
                sorted.get(sorted.size() * 99 / 100) + 1);
    }

    private static Quote newest(Quotes quotes) {
        return quotes.quotes().get(quotes.quotes().size() - 1);
    }

    private static boolean isLast(Quotes quotes) {
        return newest(quotes).symbol().equals("LAST");
    }

    private static void background(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    /** A client of /stream that reads only when it is told to. */
    private static final class TestClient implements AutoCloseable {
        private final Socket socket = new Socket();
        private final NdjsonParser parser = new NdjsonParser();
        private volatile int bytes;
        private volatile long seq;

        TestClient(URI server, int receiveBuffer) throws IOException {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            socket.connect(new InetSocketAddress("localhost", server.getPort()));
            socket.getOutputStream().write("GET /stream HTTP/1.0\r\n\r\n".getBytes());
            while (!head().isEmpty()) {}
        }

        private String head() throws IOException {
            var line = new StringBuilder();
            for (int next; (next = socket.getInputStream().read()) != '\n'; ) {
                if (next < 0) {
                    throw new IOException("the server closed the connection in the headers");
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }

        List<Quotes> readUntil(Predicate<Quotes> enough) {
            var seen = new ArrayList<Quotes>();
            var buffer = new byte[8192];
            try {
                for (int n; (n = socket.getInputStream().read(buffer)) >= 0; ) {
                    bytes += n;
                    for (var quotes : parser.feed(buffer, n)) {
                        seen.add(quotes);
                        seq = quotes.seq();
                        if (enough.test(quotes)) {
                            return seen;
                        }
                    }
                }
                throw new IOException("the server closed the connection");
            } catch (SocketTimeoutException late) {
                throw new AssertionError(
                        String.format(
                                ROOT,
                                "Nothing came to a client for %d s. It had %d bytes, up to price %d.",
                                Await.LIMIT.toSeconds(),
                                bytes,
                                seq),
                        late);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
