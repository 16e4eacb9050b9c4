package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitEqual;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What waits in the socket buffers gets old there: the server can't take it back. The buffers have the sizes that lesson and
 * operating system give them. The seconds are those of the test's clock.
 */
class SocketBuffersTest {
    private static final Pattern TIME = Pattern.compile("\"time\":(\\d+)");

    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(
            Server.listenOn(0).setIoThreads(1), // so both clients have their turn in each round
            market,
            Options.DEFAULT,
            new Subscribers(market, 10, now::get));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/stream, ]}\\n", "/events, ]}\\n\\n"})
    void aSlowClientIsNeverSentAnOldPriceAndYetReadsOldOnes(String path, String end) throws Exception {
        end = end.translateEscapes();
        try (var slow = new Wire(server.uri());
                var healthy = new Wire(server.uri())) {
            for (var client : new Wire[] {slow, healthy}) {
                client.send("GET " + path + " HTTP/1.0\r\n\r\n");
                client.receive("\r\n\r\n");
            }
            awaitEqual("open streams", 2, server.subscribers()::count);

            var ages = new StringBuilder();
            long age = 0;
            for (int second = 1; second <= 20; second++) {
                age = secondOfAThousandPrices(slow, healthy, end);
                ages.append(second % 5 == 0 ? String.format(ROOT, " %d s after %d s,", age / 1000, second) : "");
            }

            System.out.printf(
                    ROOT, "%s, 1000 prices a second, 10 messages a second are read. The price is old:%s%n", path, ages);
            assertTrue(age > 15_000, "after 20 s the client reads a price that is so many ms old: " + age);
            for (long last = 0, seq = 0; seq < market.after(0).seq(); last = seq) {
                seq = seq(slow.receive(end));
                assertTrue(seq > last, "what it was sent was newer each time");
            }
        }
    }

    /** A price each millisecond. Returns how old the last one is of the ten messages that the slow client reads. */
    private long secondOfAThousandPrices(Wire slow, Wire healthy, String end) throws IOException {
        long age = 0;
        for (int i = 1; i <= 1000; i++) {
            market.move(Ticker.SYMBOLS.get(i % 5), 100_00 + i, now.incrementAndGet());
            healthy.receive(end);
            if (i % 100 == 0) {
                age = now.get() - time(slow.receive(end));
            }
        }
        return age;
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
