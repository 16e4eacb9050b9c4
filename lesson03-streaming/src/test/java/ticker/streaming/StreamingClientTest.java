package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitResult;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
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
    private final List<Long> pauses = new ArrayList<>();
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

    /** Up to nine moves while it is not connected, so that prices of one symbol overtake each other. */
    @Test
    void losesNothingAndRepeatsNothingWhenItsConnectionIsCut() throws Exception {
        relay.respond(STREAM + "retry: 1\n\n");
        var random = new Random(7);
        var owed = new ArrayList<List<Quote>>();
        owed.add(moveBy(1, random));

        watch(quotes -> {
            seen.add(quotes);
            if (seen.size() == 50) {
                relay.respond(ENOUGH);
                relay.cut();
            } else {
                owed.add(moveBy(1 + random.nextInt(9), random)); // while it is not connected
            }
        });

        for (int stream = 0; stream < 50; stream++) {
            assertEquals(
                    owed.get(stream),
                    seen.get(stream).quotes(),
                    "stream " + stream + " brings the newest price of each symbol that moved while there was none");
        }
    }

    /** Cuts the connection. Returns the newest price of each symbol that has moved then, in the order of the moves. */
    private List<Quote> moveBy(int moves, Random random) {
        relay.cut();
        var newest = new LinkedHashMap<String, Quote>();
        for (int i = 0; i < moves; i++) {
            var symbol = Ticker.SYMBOLS.get(random.nextInt(5));
            long seq = market.after(0).seq() + 1;
            market.move(symbol, seq, seq);
            newest.remove(symbol);
            newest.put(symbol, new Quote(seq, symbol, seq, seq));
        }
        return List.copyOf(newest.values());
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

        assertEquals(1, seen.size(), () -> "an event that has no end is none, but the client took " + seen);
        assertTrue(
                relay.requests().get(1).contains("Last-Event-ID: 7\r\n"),
                relay.requests().get(1));
    }

    @Test
    void waitsAsLongAsRetrySays() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            relay.respond(STREAM + "retry: " + (1000 + stream) + "\n\n" + EVENT);
        }
        relay.respond(ENOUGH);

        watch();

        var asked = LongStream.range(1000, 1040).boxed().toList();
        assertEquals(asked, pauses, "what the server has asked for, and nothing on top");
    }

    @Test
    void withoutARetryItComesBackAtRandom() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            relay.respond(STREAM + EVENT);
        }
        relay.respond(ENOUGH);

        watch();

        assertTrue(new HashSet<>(pauses).size() > 20, () -> "the pauses need jitter: " + pauses);
        assertTrue(pauses.stream().allMatch(pause -> 500 <= pause && pause <= 1000), pauses::toString);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`204 No Content`, text/event-stream, `The server responded with 204.`",
                "`500 Internal Server Error`, text/event-stream, `The server responded with 500.`",
                "`401 Unauthorized`, text/html, `The server wants you to sign in (401).`",
                "`302 Found\r\nLocation: /events`, text/event-stream, `The server sends you to another page, perhaps to sign in (302).`",
                "`200 OK`, text/html, `The server sends text/html, which is no event stream.`",
                "`200 OK`, text/event-streams, `The server sends text/event-streams, which is no event stream.`",
                "`200 OK`, text/event-stream, `The stream has ended without a price.`",
            })
    void aResponseThatIsNoStreamOfPricesIsAFailureThatSaysWhatCame(String status, String type, String reason)
            throws Exception {
        relay.respond("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n".formatted(status, type));

        assertEquals("No prices: " + reason + " Trying again in 1 s.", firstSentence());
        assertEquals(1, relay.requests().size(), () -> "requests before the first pause: " + relay.requests());
    }

    @Test
    void aResponseThatIsCutInItsHeadIsAFailureThatSaysSo() throws Exception {
        relay.respond("HTTP/1.1 200 OK\r\nConnection: cl");

        assertEquals(
                "No prices: The server sends a response without a type, which is no event stream. Trying again in 1 s.",
                firstSentence());
    }

    @Test
    void comesBackNoSoonerThanTheServerAllows() throws Exception {
        relay.respond(STREAM + "retry: 1000\n\n" + EVENT);
        relay.respond("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2147484\r\n\r\n");
        relay.respond("HTTP/1.1 503 Service Unavailable\r\n\r\n");
        relay.respond(ENOUGH);

        watch();

        assertEquals(1000, pauses.get(0), "after a stream the pause is what its retry says");
        assertTrue(pauses.get(1) >= 3_600_000, () -> "Retry-After was longer than an hour, it waits " + pauses);
        assertTrue(pauses.get(2) <= 5000, () -> "the Retry-After of an earlier response no longer counts: " + pauses);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "id: 8\nevent: quotes\ndata: "})
    void anEventWithoutAnEndIsReadUpToAMaximum(String beginning) throws Exception {
        try (var endless = new ScriptedServer(STREAM + beginning + ScriptedServer.ENDLESS)) {
            assertEquals(
                    "No prices: The server sent an event of more than 1048576 bytes. Trying again in 1 s.",
                    ComeBack.firstSentence(new StreamingClient(endless.uri())::watch));
        }
    }

    @Test
    void anEventOfEverMoreLinesIsReadUpToAMaximum() throws Exception {
        relay.respond(STREAM + "data: {}\n".repeat(500_000));

        assertEquals(
                "No prices: The server sent an event of more than 1048576 bytes. Trying again in 1 s.",
                firstSentence());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                STREAM + "event: quotes\ndata: {oops\u001b[2J\n\n",
                "HTTP/1.1 200 OK\r\nContent-Type: \u001b[2J\r\n\r\n",
                "HTTP/1.1 302 \u001b[2J\r\nLocation: http://\u001b[2J/\r\n\r\n",
                "SSH-2.0-\u001b[2J\r\n\r\n",
            })
    void whatAConsoleWouldObeyIsNotPrinted(String response) throws Exception {
        relay.respond(response);
        relay.respond(response); // the JDK may ask once more by itself

        var sentence = firstSentence();

        assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream;charset=utf-8"})
    void anEventStreamIsKnownByItsTypeWhateverTheParameters(String type) throws Exception {
        relay.respond("HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\nretry: 1\n\n%s".formatted(type, EVENT));
        relay.respond(ENOUGH);

        watch();

        assertEquals(List.of(7L), seen.stream().map(Quotes::seq).toList(), "the numbers of what was read");
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
    void waitsLongerAfterEachFurtherFailure() {
        var client = new StreamingClient(relay.uri());

        for (int failures = 1; failures < 100; failures++) {
            long limit = Backoff.limit(failures);
            long pause = client.pause(failures);

            assertTrue(
                    limit / 2 <= pause && pause <= limit, "after " + failures + " failures it waits " + pause + " ms");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "100, 100", "101, 101", "3600000, 3600000", "3600001, 3600000", "999999999, 3600000"})
    void aServerIsNeitherFloodedNorObeyedForMoreThanAnHour(String retry, long pause) throws Exception {
        relay.respond(STREAM + "retry: " + retry + "\n\n" + EVENT);
        relay.respond(ENOUGH);

        watch();

        assertEquals(List.of(pause), pauses);
    }

    private void watch() throws Exception {
        watch(seen::add);
    }

    /** Watches until ENOUGH comes. It does not wait in the pauses. */
    private void watch(Consumer<Quotes> prices) throws Exception {
        var client = new StreamingClient(relay.uri());
        Backoff.Pause pause = (sentence, millis) -> {
            if (sentence.contains("responded with 204")) {
                throw new InterruptedException("enough");
            }
            pauses.add(millis);
        };
        awaitResult(
                "the end of the watching",
                () -> assertThrows(InterruptedException.class, () -> client.watch(prices, pause)));
    }

    private String firstSentence() throws Exception {
        return ComeBack.firstSentence(new StreamingClient(relay.uri())::watch);
    }
}
