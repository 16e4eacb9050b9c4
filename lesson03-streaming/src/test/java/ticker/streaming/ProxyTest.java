package ticker.streaming;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.awaitResult;
import static ticker.streaming.Await.stays;

import java.io.EOFException;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A real nginx between the reader and the server. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class ProxyTest {
    @RegisterExtension
    static final Nginx nginx = new Nginx("default", "deaf", "cured", "gzip", "impatient");

    private static final String SIGN = ": still here\n\n";
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
        try (var far = await("the head that the proxy has kept back", head)) {
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
    void gzipDelaysNothingWhereNothingIsBuffered(String path) throws Exception {
        var uri = nginx.uri("gzip").resolve(path);
        var request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        market.move("ACME", 1, 1);

        var answer = await("the head of a gzip response", CLIENT.sendAsync(request, BodyHandlers.ofInputStream()));

        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElse("none"));
        try (var body = new GZIPInputStream(answer.body())) {
            for (int price = 2; price <= 20; price++) {
                var message = awaitResult("the next message through gzip", () -> message(body));
                assertTrue(message.contains("{\"seq\":%d,".formatted(price - 1)), "before the next one moves");
                market.move("ACME", price, price);
            }
        }
    }

    /** Reads byte by byte: who asks a decompressor for more than one message has to wait for the next. */
    private static String message(InputStream body) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("]}\n") < 0) {
            int next = body.read();
            if (next < 0) {
                throw new EOFException("the stream ended after: " + text);
            }
            text.append((char) next);
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
            wire.receive("retry: 1000\n\n");

            stays("a stream with signs of life", Duration.ofSeconds(5), () -> nextSign(wire), SIGN::equals);
        }
    }

    private String nextSign(Wire wire) throws IOException {
        now.addAndGet(15_000);
        server.streams().check();
        return wire.receive(SIGN);
    }

    /** Asks for the events as HTTP/1.0 does, so that they come without chunks. */
    private static Wire get(String recipe) throws IOException {
        var wire = new Wire(nginx.uri(recipe));
        wire.send("GET /events HTTP/1.0\r\n\r\n");
        return wire;
    }

    private void awaitStreams(int number) {
        awaitEqual("open streams", number, server.streams()::count);
    }
}
