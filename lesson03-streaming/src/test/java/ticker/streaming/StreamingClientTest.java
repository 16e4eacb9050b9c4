package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.Await.awaitResult;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingClientTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final String EVENT = """
            id: 7
            event: quotes
            data: {"seq":7,"quotes":[{"seq":7,"symbol":"ACME","price":101.25,"time":1000}]}

            """;
    private static final String ENOUGH = "HTTP/1.1 204 No Content\r\n\r\n";

    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market);
    private final List<Quotes> seen = new ArrayList<>();
    private Relay relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    @Test
    void losesNothingAndRepeatsNothingWhenItsConnectionIsCut() throws Exception {
        relay.respond(STREAM + "retry: 1\n\n");
        for (int price = 1; price <= 5; price++) {
            market.move(Ticker.SYMBOLS.get(price % 5), price, price);
        }

        watch(quotes -> {
            seen.add(quotes);
            if (quotes.seq() < 20) {
                relay.cut();
                for (int i = 0; i < 5; i++) { // while it is away
                    market.move(Ticker.SYMBOLS.get(i), i, i);
                }
            } else {
                relay.respond(ENOUGH);
                relay.cut();
            }
        });

        var prices = seen.stream()
                .flatMap(quotes -> quotes.quotes().stream())
                .map(Quote::seq)
                .toList();
        assertEquals(20, prices.size(), () -> "each price once: " + prices);
        assertEquals(20, new HashSet<>(prices).size(), () -> "each price once: " + prices);
    }

    @Test
    void comesBackWithTheLastIdItHasSeen() throws Exception {
        relay.respond(STREAM + "retry: 1\n\n" + EVENT);
        relay.respond(STREAM);
        relay.respond(ENOUGH);

        watch();

        assertFalse(
                relay.requests().get(0).contains("Last-Event-ID"),
                relay.requests().get(0));
        assertTrue(
                relay.requests().get(1).contains("Last-Event-ID: 7\r\n"),
                relay.requests().get(1));
        assertTrue(relay.requests().get(2).contains("Last-Event-ID: 7\r\n"), "it stays for the next stream");
    }

    @Test
    void anEventCutInTwoIsAskedForAgain() throws Exception {
        relay.respond(STREAM + "retry: 1\n\n" + EVENT + EVENT.replace('7', '8').strip() + "\n");
        relay.respond(ENOUGH);

        watch();

        assertEquals(1, seen.size());
        assertTrue(
                relay.requests().get(1).contains("Last-Event-ID: 7\r\n"),
                relay.requests().get(1));
    }

    @Test
    void waitsAsLongAsRetrySays() throws Exception {
        relay.respond(STREAM + "retry: 1500\n\n"); // without a retry it waits 1000 ms
        relay.respond(ENOUGH);
        long start = System.nanoTime();

        watch();

        long waited = (System.nanoTime() - start) / 1_000_000;
        assertTrue(waited >= 1500, "retry says 1500 ms, it waited " + waited);
    }

    /** No clock is needed: forty pauses of 1000 ms would last longer than the test waits. */
    @Test
    void waitsNoLongerThanRetrySays() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            relay.respond(STREAM + "retry: 1\n\n" + EVENT); // with an event, so that it is no failure
        }
        relay.respond(ENOUGH);

        watch();

        assertEquals(40, seen.size());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`204 No Content`, text/event-stream, The server responded with 204: the client does not come back.",
                "`500 Internal Server Error`, text/event-stream, The server responded with 500: the client does not come back.",
                "`200 OK`, text/html, `The server sends text/html, which is no event stream.`",
                "`200 OK`, text/event-streams, `The server sends text/event-streams, which is no event stream.`",
            })
    void aResponseThatIsNoEventStreamEndsIt(String status, String type, String sentence) throws Exception {
        relay.respond("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n".formatted(status, type));

        assertEquals(sentence, watch());
        assertEquals(1, relay.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream;charset=utf-8"})
    void anEventStreamIsKnownByItsTypeWhateverTheParameters(String type) throws Exception {
        relay.respond("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\nretry: 1\n\n%s".formatted(type, EVENT));
        relay.respond(ENOUGH);

        watch();

        assertEquals(7, seen.get(0).seq());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{oops", "", "null", "{}", "<h1>Log in</h1>", "{\"seq\":8,\"quotes\":[{\"seq\":8"})
    void anEventThatIsNotQuotesIsAskedForAgain(String data) throws Exception {
        relay.respond(STREAM + "retry: 1\n\n" + EVENT + "id: 8\nevent: quotes\ndata: " + data + "\n\n" + EVENT);
        relay.respond(ENOUGH);

        watch();

        assertEquals(1, seen.size(), "nothing is read after it");
        assertTrue(
                relay.requests().get(1).contains("Last-Event-ID: 7\r\n"),
                relay.requests().get(1));
    }

    @Test
    void waitsAsRetrySaysAndLongerAfterEachFurtherFailure() {
        var client = new StreamingClient(relay.uri());

        assertEquals(1000, client.pause(0));
        for (int failures = 1; failures < 100; failures++) {
            long limit = Math.min(30_000, 500L << Math.min(failures, 10));
            long pause = client.pause(failures);

            assertTrue(
                    1000 + limit / 2 <= pause && pause <= 1000 + limit,
                    "after " + failures + " failures it waits " + pause + " ms");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "100, 100", "101, 101", "3600000, 3600000", "3600001, 3600000", "999999999, 3600000"})
    void aServerIsNeitherFloodedNorObeyedForMoreThanAnHour(String retry, long pause) throws Exception {
        relay.respond(STREAM + "retry: " + retry + "\n\n" + EVENT);
        for (int i = 0; i < 100; i++) {
            relay.respond(STREAM);
        }
        var client = new StreamingClient(relay.uri());
        var thread = new Thread(() -> {
            try {
                client.watch(quotes -> {});
            } catch (InterruptedException over) {
                // The test is.
            }
        });
        thread.setDaemon(true);
        thread.start();

        awaitEqual("the pause", pause, () -> client.pause(0));
        thread.interrupt();
    }

    private String watch() throws Exception {
        return watch(seen::add);
    }

    private String watch(Consumer<Quotes> consumer) throws Exception {
        var client = new StreamingClient(relay.uri());
        return awaitResult("the sentence with which the client gives up", () -> client.watch(consumer));
    }
}
