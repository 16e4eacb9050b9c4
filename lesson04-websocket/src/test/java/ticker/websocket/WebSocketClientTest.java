package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketClientTest {
    private static final String SWITCH = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;

    private final Market market = new Market(0);
    private final Queue<Quote> read = new ConcurrentLinkedQueue<>();

    @Test
    void readsEachPriceOnce() throws Exception {
        try (var server = new WebSocketServer(0, market)) {
            market.move("ACME", 101_25, 1000);
            start(new WebSocketClient(server.uri(), this::take));

            assertEquals(new Quote(1, "ACME", 101_25, 1000), next());
            market.move("BRIO", 55_00, 2000);
            assertEquals(new Quote(2, "BRIO", 55_00, 2000), next());
        }
    }

    @Test
    void carriesOnWithItsCursorWhenTheServerIsBack() throws Exception {
        market.move("ACME", 101_25, 1000);
        var server = new WebSocketServer(0, market);
        try (var relay = new Relay(server.uri())) {
            var client = new WebSocketClient(relay.uri(), this::take);
            var reading = start(client);
            next();

            server.close(Await.LIMIT);
            assertEquals("The server has closed (1001).", end(reading));
            assertEquals("The connection was lost.", end(start(client)));
            market.move("BRIO", 55_00, 2000);

            try (var back = new WebSocketServer(0, market)) {
                relay.leadTo(back.uri());
                start(client);
                assertEquals(new Quote(2, "BRIO", 55_00, 2000), next(), "it resumes with its cursor");
            }
        }
    }

    @Test
    void pricesThatStandStillAreNoEnd() throws Exception {
        try (var server = new WebSocketServer(0, market)) {
            market.move("ACME", 101_25, 1000);
            start(new WebSocketClient(server.uri(), this::take));
            next();

            server.halt(true);
            server.halt(false);
            market.move("BRIO", 55_00, 2000);

            assertEquals(new Quote(2, "BRIO", 55_00, 2000), next());
        }
    }

    @Test
    void silenceIsNoticed() throws Exception {
        try (var server = new WebSocketServer(0, market);
                var relay = new Relay(server.uri())) {
            market.move("ACME", 101_25, 1000);
            var ends = new CopyOnWriteArrayList<String>();
            var client = new WebSocketClient(relay.uri(), this::take, Duration.ofMillis(1000));
            var watching = watch(client, ends); // on a busy machine the first price may take more than a second
            next();

            relay.swallow(); // both ends are still open

            await(
                    "the client to give up a silent connection",
                    () -> List.copyOf(ends),
                    seen -> seen.toString().contains("The server took too long."));
            watching.interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{oops",
                "<h1>Log in</h1>",
                "{\"market\":{oops",
                "{\"seq\":1,\"quotes\":[{\"seq\""
            })
    void aMessageThatIsNotQuotesEndsTheConnectionAndIsNoSuccess(String text) throws Exception {
        try (var server = new ScriptedServer(SWITCH + "\u0081" + (char) text.length() + text)) {
            var ends = new CopyOnWriteArrayList<String>();
            var watching = watch(new WebSocketClient(server.uri(), this::take), ends);

            await("two ends", () -> List.copyOf(ends), seen -> seen.size() == 2);
            watching.interrupt();

            var sentence =
                    "No prices: The server sent something other than quotes: " + (text.isEmpty() ? "nothing" : text);
            assertTrue(ends.stream().allMatch(end -> end.startsWith(sentence + ".")), ends::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147484", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void comesBackNoSoonerThanTheServerAllows(String retryAfter) throws Exception {
        try (var server =
                new ScriptedServer("HTTP/1.1 503 Service Unavailable\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(retryAfter))) {
            var client = new WebSocketClient(server.uri(), this::take);

            assertEquals("The server has too much to do (503).", end(start(client)));
            long pause = client.pause(1);
            assertTrue(pause >= 3_600_000, "Retry-After was longer than an hour, and it waits " + pause + " ms");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0081\u007f\u0000\u0000\u007f\u0000\u0000\u0000\u0000\u0000",
                "\u0001\u007f\u0000\u0000\u007f\u0000\u0000\u0000\u0000\u0000"
            })
    void aMessageWithoutAnEndIsReadUpToAMaximum(String frame) throws Exception {
        try (var server = new ScriptedServer(SWITCH + frame + ScriptedServer.ENDLESS)) {
            assertEquals(
                    "No prices: The server sent a message of more than 1048576 characters. Trying again in 1 s.",
                    firstSentence(server));
        }
    }

    @Test
    void aCloseIsExplainedWithoutWhatAConsoleWouldObey() throws Exception {
        var reason = "\u001b[2J\r\n1  ACME 0.01";
        try (var server =
                new ScriptedServer(SWITCH + "\u0088" + (char) (2 + reason.length()) + "\u0003\u00e9" + reason)) {
            assertEquals(
                    "No prices: The server has closed (1001): [2J 1 ACME 0.01. Trying again in 1 s.",
                    firstSentence(server));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 \u001b[2J\r\nLocation: /\u001b[2J\r\n\r\n",
                "SSH-2.0-\u001b[2J\r\n\r\n",
                "HTTP/1.1 101 \u001b[2J\r\nUpgrade: \u001b[2J\r\n\r\n"
            })
    void whatAConsoleWouldObeyIsNotPrinted(String response) throws Exception {
        try (var server = new ScriptedServer(response)) {
            var sentence = firstSentence(server);

            assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
        }
    }

    private static String firstSentence(ScriptedServer server) throws Exception {
        return ComeBack.firstSentence((prices, pause) -> new WebSocketClient(server.uri(), prices).watch(pause));
    }

    @Test
    void aHandshakeThatIsWrongIsNoConnection() throws Exception {
        try (var server = new ScriptedServer(SWITCH.replace("{accept}", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))) {
            var end = end(start(new WebSocketClient(server.uri(), this::take)));

            assertTrue(end.startsWith("The handshake is wrong. "), end);
        }
    }

    /** In virtual time: 200 clients lose a server that stays away for three seconds. */
    @Test
    void aHerdThatComesBackWithJitterIsNoStampede() {
        var without = new ArrayList<Long>();
        var with = new ArrayList<Long>();
        for (int client = 0; client < 200; client++) {
            without.add(comesBack(false));
            with.add(comesBack(true));
        }

        long stampede = most(without);
        long spread = most(with);
        System.out.printf(
                ROOT,
                "200 clients come back: without jitter %d within the same 100 ms, with jitter at most %d.%n",
                stampede,
                spread);
        assertEquals(200, stampede, "without jitter all reconnect at once");
        assertTrue(spread < 40, () -> "with jitter only a few reconnect at once, not " + spread);
    }

    private static long comesBack(boolean jitter) {
        long now = 0;
        for (int failures = 1; now < 3000; failures++) {
            now += jitter ? Backoff.pause(failures, 0, ThreadLocalRandom.current()) : Backoff.limit(failures);
        }
        return now;
    }

    private static long most(ArrayList<Long> arrivals) {
        return IntStream.range(0, 400)
                .mapToLong(tenth ->
                        arrivals.stream().filter(time -> time / 100 == tenth).count())
                .max()
                .orElseThrow();
    }

    private void take(Quotes quotes) {
        read.addAll(quotes.quotes());
    }

    private Quote next() {
        return await("a price", read::poll, Objects::nonNull);
    }

    private static String end(CompletableFuture<String> reading) throws Exception {
        return await("the end of the connection", reading);
    }

    private static Thread watch(WebSocketClient client, List<String> ends) {
        var thread = new Thread(() -> {
            try {
                client.watch((sentence, millis) -> {
                    ends.add(sentence);
                    Thread.sleep(millis);
                });
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static CompletableFuture<String> start(WebSocketClient client) {
        var end = new CompletableFuture<String>();
        var thread = new Thread(() -> {
            try {
                end.complete(client.read());
            } catch (InterruptedException stopped) {
                end.completeExceptionally(stopped);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }
}
