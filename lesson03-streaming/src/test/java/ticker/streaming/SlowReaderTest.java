package ticker.streaming;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One reader stops reading; a hundred others don't. */
@Isolated("it measures ages")
class SlowReaderTest {
    private static final int BUFFERS = 16 * 1024 * 2 + 4 * 1024 * 2; // what server and reader ask for; Linux doubles it

    private final Market market = new Market(0);

    @Test
    void aStalledReaderCostsABoundedAmountAndEndsOnTheNewestPriceAndTheOthersNeverNotice() throws Exception {
        var ages = new ConcurrentLinkedQueue<Long>();
        try (var server = new StreamingServer(0, market);
                var stalled = new Tap(server.uri(), 4 * 1024)) {
            var healthy = new ArrayList<Tap>();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 100; i++) {
                var tap = new Tap(server.uri(), 1024 * 1024);
                healthy.add(tap);
                threads.add(background(() -> tap.readUntil(quotes -> {
                    ages.add(System.currentTimeMillis() - newest(quotes).time());
                    return isLast(quotes);
                })));
            }
            try (var ticker = new Ticker(market, 7, System.currentTimeMillis())) {
                ticker.start(1000);
                await("a second and a half of prices, and more of them than the stalled reader's buffers hold")
                        .until(() -> market.after(0).seq() >= 1500
                                && healthy.stream().allMatch(tap -> tap.bytes > BUFFERS * 4 / 3));
            }
            market.move("LAST", 1, System.currentTimeMillis());
            for (var thread : threads) {
                thread.join();
            }

            var seen = stalled.readUntil(SlowReaderTest::isLast);

            long prices = market.after(0).seq();
            long p99 = ages.stream()
                    .sorted()
                    .skip(ages.size() * 99L / 100)
                    .findFirst()
                    .orElseThrow();
            System.out.printf(
                    "%d prices at 1000 a second. A healthy reader got %d messages, 99 %% of them less than %d ms old;"
                            + " the stalled one %d, which were %d bytes.%n",
                    prices, ages.size() / 100, p99 + 1, seen.size(), stalled.bytes);
            assertTrue(seen.size() < prices / 2, "prices that nobody reads are left out, not kept: " + seen.size());
            assertTrue(stalled.bytes <= BUFFERS, () -> "more is waiting than the buffers hold: " + stalled.bytes);
            assertEquals(market.after(0).seq(), seen.get(seen.size() - 1).seq(), "and it ends on the newest price");
            assertTrue(p99 < 500, "the others should not notice, but 1 % of their prices were older than " + p99);
            for (var tap : healthy) {
                tap.close();
            }
        }
    }

    private static Quote newest(Quotes quotes) {
        return quotes.quotes().get(quotes.quotes().size() - 1);
    }

    private static boolean isLast(Quotes quotes) {
        return newest(quotes).symbol().equals("LAST");
    }

    private static Thread background(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A reader of /stream who reads only when it is told to. */
    private static final class Tap implements AutoCloseable {
        private final Socket socket = new Socket();
        private final NdjsonParser parser = new NdjsonParser();
        private volatile int bytes;

        Tap(URI server, int receiveBuffer) throws IOException {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.connect(new InetSocketAddress("localhost", server.getPort()));
            socket.getOutputStream().write("GET /stream HTTP/1.0\r\n\r\n".getBytes());
            while (!head().isEmpty()) {}
        }

        private String head() throws IOException {
            var line = new StringBuilder();
            for (int next; (next = socket.getInputStream().read()) != '\n'; ) {
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
                        if (enough.test(quotes)) {
                            return seen;
                        }
                    }
                }
                throw new IOException("the server hung up");
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
