package ticker.streaming;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real nginx between the reader and the server. */
@Isolated("a container changes the network, and browsers then drop their connections")
class ProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("default", "deaf", "cured", "gzip", "impatient");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicLong now = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market, Limits.STANDARD, false, now::get);

    @BeforeEach
    void openTheDoor() {
        nginx.door(8083).leadTo(server.uri());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"default, /events", "default, /stream", "cured, /events", "cured, /stream"})
    void withoutBufferingEachPriceComesThroughAtOnce(String recipe, String path) throws Exception {
        try (var reader = new Chunks(nginx.uri(recipe), path)) {
            for (int price = 1; price <= 20; price++) {
                market.move("ACME", price, price);

                assertTrue(reader.body("]}\n").contains("\"seq\":%d,".formatted(price)), "before the next one moves");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    void aBufferingProxyBringsPricesLateAndInLumps(String path) throws Exception {
        var head = supplyAsync(() -> open("deaf", path));
        awaitStreams(1);
        int moved = 0;
        try (var near = new Chunks(server.uri(), path)) {
            while (!head.isDone() && moved < 1000) {
                market.move("ACME", ++moved, moved);
                near.body("]}\n");
            }
        }
        System.out.printf(
                "%s through a buffering proxy: not even the head for %d prices, then all at once.%n", path, moved);

        assertTrue(moved > 20, "the head came when %d prices had moved".formatted(moved));
        try (var far = head.get(5, SECONDS)) {
            for (int i = 0; i < 20; i++) {
                assertTrue(far.body("]}\n").contains("\"symbol\":\"ACME\""), "20 messages, while no price moves");
            }
        }
    }

    private static Chunks open(String recipe, String path) {
        try {
            return new Chunks(nginx.uri(recipe), path);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    @Test
    void whatABufferingProxyKeptBackComesWhenTheServerEndsTheStream() throws Exception {
        try (var wire = get("deaf")) {
            awaitStreams(1);
            market.move("ACME", 101_25, 1000);
            server.close();

            assertTrue(wire.receiveAll().contains("\"price\":101.25"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    @Timeout(10)
    void gzipDelaysNothingWhereNothingIsBuffered(String path) throws Exception {
        var request = HttpRequest.newBuilder(nginx.uri("gzip").resolve(path)).header("Accept-Encoding", "gzip");
        market.move("ACME", 1, 1);

        var answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());

        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse("none"));
        try (var body = new GZIPInputStream(answer.body())) {
            for (int price = 2; price <= 20; price++) {
                assertTrue(message(body).contains("{\"seq\":%d,".formatted(price - 1)), "before the next one moves");
                market.move("ACME", price, price);
            }
        }
    }

    /** Reads byte by byte: who asks a decompressor for more than one message has to wait for the next. */
    private static String message(InputStream body) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("]}\n") < 0) {
            text.append((char) body.read());
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "deaf"})
    void aReaderWhoLeavesTheProxyLeavesTheServer(String recipe) throws Exception {
        var wire = get(recipe);
        awaitStreams(1);

        wire.close();

        awaitStreams(0);
    }

    @Test
    void aProxyLosesPatienceWithASilentStream() throws Exception {
        try (var wire = get("impatient")) {
            assertTrue(wire.receiveAll().endsWith("retry: 1000\n\n"), "the connection ends, and nothing says why");
        }

        awaitStreams(0);
    }

    @Test
    void aSignOfLifeInTimeKeepsTheProxyPatient() throws Exception {
        try (var wire = get("impatient")) {
            long start = System.nanoTime();
            await("two seconds, twice the patience of the proxy")
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        now.addAndGet(15_000);
                        server.streams().check();
                        assertTrue(wire.receive(": still here\n\n").endsWith(": still here\n\n"), "the stream was cut");
                        return System.nanoTime() - start > 2_000_000_000L;
                    });
        }
    }

    /** Asks for the events as HTTP/1.0 does, so that they come without chunks. */
    private static Wire get(String recipe) throws IOException {
        var wire = new Wire(nginx.uri(recipe));
        wire.send("GET /events HTTP/1.0\r\n\r\n");
        return wire;
    }

    private void awaitStreams(int number) {
        await(number + " streams").until(() -> server.streams().count() == number);
    }
}
