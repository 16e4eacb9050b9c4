package ticker.lab.http;

import static io.undertow.Handlers.path;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;

class EventStreamTest {
    private static final String FILLER = "x".repeat(100_000);

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger state = new AtomicInteger();
    private final EventStreams streams = new EventStreams(clock::get);
    private final Undertow server = Undertow.builder()
            .addHttpListener(0, "localhost")
            .setSocketOption(Options.SEND_BUFFER, 16 * 1024)
            .setHandler(path().addExactPath(
                            "/", new Requests(List.of()).stream(exchange -> streams.open(exchange, new Newest()))))
            .build();

    EventStreamTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** The newest state, if the client does not know it. */
    private final class Newest implements EventSource {
        private int sent;

        @Override
        public byte[] next() {
            int newest = state.get();
            boolean known = newest == sent;
            sent = newest;
            return known
                    ? new byte[0]
                    : String.format(ROOT, "data: %d %s\n\n", newest, FILLER).getBytes(US_ASCII);
        }
    }

    @Test
    void aClientThatReadsGetsEveryState() throws Exception {
        try (var client = open()) {
            for (int i = 1; i <= 20; i++) {
                move();
                assertEquals(i, next(client));
            }
        }
    }

    /** Another client, which reads, shows when each state has been sent. */
    @Test
    void aClientThatDoesNotReadMissesStatesAndThenGetsTheNewest() throws Exception {
        int all = 300; // together more than what waits in sockets
        try (var stalled = open();
                var other = open()) {
            for (int i = 1; i <= all; i++) {
                move();
                assertEquals(i, next(other));
            }

            var seen = new ArrayList<Integer>();
            do {
                seen.add(next(stalled));
            } while (seen.get(seen.size() - 1) < all);

            assertTrue(
                    seen.size() < all,
                    String.format(ROOT, "it should miss some of %d states, not get %d", all, seen.size()));
        }
    }

    @Test
    void aClientThatTakesNothingForAMinuteIsDropped() throws Exception {
        var stalled = open();
        assertEquals(1, streams.count(), "open streams");

        awaitEqual("open streams", 0, () -> {
            move(); // until no more fits into the buffers in between
            clock.addAndGet(EventStream.STALL_TIMEOUT / 50);
            return streams.count();
        });
        stalled.close();
    }

    @Test
    void aClientThatClosesIsForgotten() throws Exception {
        var client = open();
        assertEquals(1, streams.count(), "open streams");

        client.close();

        awaitEqual("open streams", 0, streams::count);
    }

    @Test
    void aCommentShowsLifeWhenNothingHappens() throws Exception {
        try (var client = open()) {
            clock.addAndGet(EventStream.KEEP_ALIVE);

            assertEquals(":", client.next());
        }
    }

    @Test
    void oneTooManyIsToldWhenToComeBack() throws Exception {
        var clients = new ArrayList<EventStreamClient>();
        try {
            for (int i = 0; i < 100; i++) {
                clients.add(open());
            }

            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/"))
                    .build();
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertEquals(503, response.statusCode(), "the status");
            assertEquals("5", response.headers().firstValue("Retry-After").orElse("nothing"));
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    private void move() {
        state.incrementAndGet();
        streams.moved();
    }

    private EventStreamClient open() throws IOException {
        return new EventStreamClient(port(), "/");
    }

    private int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    private static int next(EventStreamClient client) throws IOException {
        for (String event; !(event = client.next()).isEmpty(); ) {
            if (event.startsWith("data: ")) {
                return Integer.parseInt(event.split(" ")[1]);
            }
        }
        throw new AssertionError("An event without a line.");
    }
}
