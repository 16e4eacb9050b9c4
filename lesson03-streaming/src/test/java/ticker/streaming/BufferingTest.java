package ticker.streaming;

import static java.util.Locale.ROOT;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy between server and client may keep a response until a buffer is full. Prices then come late, and many at once. */
class BufferingTest {
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market);
    private Relay relay;

    @BeforeEach
    void open() throws IOException {
        relay = new Relay(server.uri());
        relay.buffer(4096);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    void aRelayThatBuffersBringsPricesLateAndInLumps(String path) throws Exception {
        var head = supplyAsync(() -> stream(path));
        awaitEqual("open streams", 1, server.subscribers()::count);
        int moved = 0;
        try (var near = new Chunks(server.uri(), path)) {
            while (!head.isDone() && moved < 1000) {
                market.move("ACME", ++moved, moved);
                assertTrue(
                        near.body("]}\n").contains(String.format(ROOT, "\"seq\":%d,", moved)),
                        "without a relay, at once");
            }
        }

        assertTrue(moved > 20, String.format(ROOT, "the headers came when only %d prices had moved", moved));
        try (var far = await("the headers that the relay has kept back", head)) {
            for (int message = 1; message <= 20; message++) {
                assertTrue(far.body("]}\n").contains("ACME"), "20 messages at once, while no price moves");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/stream"})
    void whatWasKeptBackComesWhenTheServerEndsTheStream(String path) throws Exception {
        var head = supplyAsync(() -> stream(path));
        awaitEqual("open streams", 1, server.subscribers()::count);
        market.move("ACME", 101_25, 1000);

        server.close();

        try (var far = await("the headers that the relay has kept back", head)) {
            assertTrue(far.body("]}\n").contains("\"price\":101.25"), "the price of before the end");
        }
    }

    private Chunks stream(String path) {
        try {
            return new Chunks(relay.uri(), path);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }
}
