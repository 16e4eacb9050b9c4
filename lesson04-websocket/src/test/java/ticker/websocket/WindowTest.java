package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client with a window says what it has seen. {@link SocketBuffersTest} shows that this bounds the age of prices. */
class WindowTest {
    private static final String ERROR =
            "{\"error\":\"A message is a JSON object with one of subscribe, unsubscribe, seen, order.\"}";

    private final Market market = new Market(0);
    private final AtomicLong now = new AtomicLong();
    private final Subscribers subscribers = new Subscribers(market, 10, now::get);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @BeforeEach
    void open() {
        move("ACME", 101_25);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whileTheWindowIsFullTheNewestPricesWaitForTheNextMessage() throws Exception {
        try (var client = subscriber(2)) {
            assertEquals(quotes(2, "BRIO", "55.00"), afterMove(client, "BRIO", 55_00));

            move("ACME", 102_00);
            move("ACME", 103_00);
            assertNoQuotesWait(client);
            client.send("{\"seen\":1}");

            assertEquals(quotes(4, "ACME", "103.00"), client.next(), "one message, with the newest");
            assertNoQuotesWait(client);
        }
    }

    @Test
    void aMessageThatIsSeenCountsForAllBeforeIt() throws Exception {
        try (var client = subscriber(2)) {
            afterMove(client, "BRIO", 55_00);

            client.send("{\"seen\":2}");

            assertEquals(quotes(3, "ACME", "102.00"), afterMove(client, "ACME", 102_00));
            assertEquals(quotes(4, "ACME", "103.00"), afterMove(client, "ACME", 103_00));
            move("ACME", 104_00);
            assertNoQuotesWait(client);
        }
    }

    @Test
    void withoutAWindowNothingWaits() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"]}").next();

            for (int i = 2; i <= 100; i++) {
                assertEquals(quotes(i, "ACME", "102.00"), afterMove(client, "ACME", 102_00));
            }
        }
    }

    @Test
    void aClientThatOnlySaysWhatItHasSeenIsWithinTheRate() throws Exception {
        try (var client = subscriber(1)) {
            for (int i = 1; i <= 100; i++) { // all in one second: the clock stands still
                client.send(String.format(ROOT, "{\"seen\":%d}", i));
                assertEquals(quotes(i + 1, "ACME", "102.00"), afterMove(client, "ACME", 102_00));
            }
        }
    }

    @Test
    void lateOrTwiceDoesNoHarm() throws Exception {
        try (var client = subscriber(1)) {
            client.send("{\"seen\":1}");
            afterMove(client, "ACME", 102_00);
            client.send("{\"seen\":2}").send("{\"seen\":2}").send("{\"seen\":1}");

            assertEquals(quotes(3, "ACME", "103.00"), afterMove(client, "ACME", 103_00));
            move("ACME", 104_00);
            client.send("{\"seen\":2}");
            assertNoQuotesWait(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "9223372036854775807"})
    void whatWasNotSentCannotBeSeen(long seq) throws Exception {
        try (var client = subscriber(1)) {
            move("ACME", 102_00); // not sent: a newer price comes before the client says what it has seen
            move("ACME", 103_00);
            client.send("{\"seen\":1}");
            assertEquals(quotes(3, "ACME", "103.00"), client.next());

            client.send(String.format(ROOT, "{\"seen\":%d}", seq));

            assertEquals(
                    String.format(ROOT, "{\"error\":\"seen must be the seq of quotes that were sent, not %d.\"}", seq),
                    client.next("an error, since this was not sent", message -> message.startsWith("{")));
            move("ACME", 104_00);
            assertNoQuotesWait(client);
            client.send("{\"seen\":3}");
            assertEquals(quotes(4, "ACME", "104.00"), client.next(), "the session stays open");
        }
    }

    @Test
    void withoutAWindowThereIsNothingToSee() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"]}").next();

            client.send("{\"seen\":1}");

            assertEquals(
                    "{\"error\":\"seen needs a window, which a subscribe opens: \\\"window\\\":8.\"}", client.next());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "64"})
    void aWindowIsFrom1To64Messages(int window) throws Exception {
        try (var client = subscriber(window)) {
            for (int i = 2; i <= window; i++) {
                assertEquals(quotes(i, "ACME", "102.00"), afterMove(client, "ACME", 102_00));
            }
            move("ACME", 103_00);
            assertNoQuotesWait(client);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "65", "-1", "1.5", "null", "[8]", "4294967304"})
    void anyOtherWindowIsRefused(String window) throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"],\"window\":%s}".formatted(window));

            assertEquals(
                    "{\"error\":\"window must be a whole number of messages from 1 to 64, not %s.\"}".formatted(window),
                    client.next());
            assertTrue(client.send("{\"subscribe\":[\"*\"]}").next().contains("ACME"), "the session stays open");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "1.5", "null", "[1]", "9223372036854775808"})
    void whatIsNoNumberCannotBeSeen(String seq) throws Exception {
        try (var client = subscriber(1)) {
            client.send("{\"seen\":%s}".formatted(seq));

            assertEquals(
                    "{\"error\":\"seen must be a whole number: the seq of quotes, not %s.\"}".formatted(seq),
                    client.next());
        }
    }

    @Test
    void anOrderIsAcknowledgedWhileTheWindowIsFull() throws Exception {
        try (var client = subscriber(1)) {
            client.send("{\"order\":{\"id\":\"c-1\",\"symbol\":\"ACME\",\"side\":\"buy\",\"quantity\":10}}");

            assertTrue(client.next().startsWith("{\"ack\":{\"id\":\"c-1\","));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aSilenceIsBrokenWhetherTheWindowIsFullOrNot(int window) throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text(String.format(ROOT, "{\"subscribe\":[\"*\"],\"window\":%d}", window));
            assertEquals("1 " + quotes(1, "ACME", "101.25"), client.read());

            for (int i = 0; i < 3; i++) { // and no keep-alive has to be seen
                client.write(RawClient.frame(0x89, ""));
                assertEquals("10", client.read(), "a pong: all that came before has left by now");
                now.addAndGet(QuotesSession.KEEP_ALIVE);
                subscribers.check();
                assertEquals("1 {\"seq\":1,\"quotes\":[]}", client.read(), "a keep-alive, and the cursor as it was");
            }

            move("ACME", 102_00);
            if (window == 1) {
                client.text("{}");
                assertEquals("1 " + ERROR, client.read(), "quotes, although the window is full");
                client.text("{\"seen\":1}");
            }
            assertEquals("1 " + quotes(2, "ACME", "102.00"), client.read());
        }
    }

    @Test
    void aSubscribeBeginsTheWindowAnew() throws Exception {
        try (var client = subscriber(1)) {
            move("ACME", 102_00);
            client.send("{\"subscribe\":[\"*\"],\"after\":1,\"window\":1}");
            assertEquals(quotes(2, "ACME", "102.00"), client.next());
            client.send("{\"seen\":1}"); // it was on its way already, so it is late
            move("ACME", 103_00);
            assertNoQuotesWait(client);

            client.send("{\"subscribe\":[\"*\"],\"after\":2}"); // and one without a window ends it
            assertEquals(quotes(3, "ACME", "103.00"), client.next());
            assertEquals(quotes(4, "ACME", "104.00"), afterMove(client, "ACME", 104_00));
        }
    }

    @Test
    void aClientThatComesBackBeginsWithAnEmptyWindow() throws Exception {
        try (var client = subscriber(1)) {
            move("ACME", 102_00);
            assertNoQuotesWait(client);
        }
        try (var again = new Client(server.uri())) {
            again.send("{\"subscribe\":[\"*\"],\"after\":1,\"window\":1}");
            assertEquals(quotes(2, "ACME", "102.00"), again.next());

            again.send("{\"seen\":2}");
            assertEquals(quotes(3, "ACME", "103.00"), afterMove(again, "ACME", 103_00));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "7"})
    void aFloodOfWhatIsSeenAlreadyOrWasNotSentEndsItsSessionAndNoOther(int seq) throws Exception {
        var frames =
                RawClient.frame(0x81, String.format(ROOT, "{\"seen\":%d}", seq)).repeat(1000);
        try (var client = new RawClient(server.uri());
                var healthy = subscriber(1)) {
            client.text("{\"subscribe\":[\"*\"],\"window\":8}");
            client.read();
            var flood = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.write(frames);
                    }
                } catch (IOException cutOff) {
                    // the server has cut the connection, as it should
                }
            });

            int errors = 0;
            var frame = client.read();
            for (; frame.startsWith("1 {\"error\""); frame = client.read()) {
                errors++;
            }
            assertEquals("8 1013 At most 20 messages a second.", frame);
            assertTrue(errors <= 20, "errors before that: " + errors);
            assertEquals(ERROR, healthy.send("{}").next(), "no other session is ended");
            now.addAndGet(Options.DEFAULT.sendTimeout());
            subscribers.check();
            await("the end of the flood", flood);
        }
    }

    private Client subscriber(int window) throws InterruptedException {
        var client = new Client(server.uri());
        client.send(String.format(ROOT, "{\"subscribe\":[\"*\"],\"window\":%d}", window));
        assertEquals(quotes(1, "ACME", "101.25"), client.next());
        return client;
    }

    /** The error for a message that is none comes after all that was sent before. If quotes were due, they would come first. */
    private static void assertNoQuotesWait(Client client) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            assertEquals(ERROR, client.send("{}").next(), "quotes, although the window is full");
        }
    }

    private String afterMove(Client client, String symbol, long cents) throws InterruptedException {
        move(symbol, cents);
        return client.next("quotes: there is room in the window", message -> message.startsWith("{"));
    }

    private void move(String symbol, long cents) {
        market.move(symbol, cents, 1000);
    }

    private static String quotes(int seq, String symbol, String price) {
        return String.format(
                ROOT,
                "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"%s\",\"price\":%s,\"time\":1000}]}",
                seq,
                seq,
                symbol,
                price);
    }
}
