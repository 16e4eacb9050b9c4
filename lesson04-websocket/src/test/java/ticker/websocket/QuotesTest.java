package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotesTest {
    private final Market market = new Market(0);
    // The clock stands still: no keep-alive comes between the messages, however long the machine takes.
    private final Subscribers subscribers = new Subscribers(market, 1000, () -> 0);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSubscriberGetsTheBoardAndThenEachMove() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"]}");
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000},\
                    {"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.next());

            market.move("BRIO", 56_00, 3000);
            assertEquals("""
                    {"seq":3,"quotes":[{"seq":3,"symbol":"BRIO","price":56.00,"time":3000}]}""", client.next());
        }
    }

    @Test
    void aClientThatDoesNotSubscribeGetsNothing() throws Exception {
        try (var client = new Client(server.uri())) {
            market.move("ACME", 102_00, 3000);
            client.send("{}");

            client.expect("the first message is the reply", "{\"error\":");
        }
    }

    @Test
    void onlyWhatIsSubscribedComes() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"BRIO\"]}");
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.next());

            market.move("ACME", 102_00, 3000);
            market.move("BRIO", 57_00, 4000);

            assertEquals("""
                    {"seq":4,"quotes":[{"seq":4,"symbol":"BRIO","price":57.00,"time":4000}]}""", client.next());
        }
    }

    @Test
    void whatIsUnsubscribedComesNoMore() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"]}");
            client.next();
            client.send("{\"unsubscribe\":[\"ACME\"]}").send("{}");
            client.next();

            market.move("ACME", 102_00, 3000);
            market.move("CUSP", 80_00, 4000);

            assertEquals("""
                    {"seq":4,"quotes":[{"seq":4,"symbol":"CUSP","price":80.00,"time":4000}]}""", client.next());
        }
    }

    @Test
    void aClientThatComesBackGetsWhatItMissed() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"],\"after\":1}");

            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.next());
        }
    }

    @Test
    void aClientThatMissedNothingIsToldSo() throws Exception {
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"],\"after\":2}");

            assertEquals("{\"seq\":2,\"quotes\":[]}", client.next());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 9_000_000_000_000_000_000L})
    void aCursorOfAnotherMarketGetsTheWholeBoardOfWhatIsSubscribedAsAReset(long foreign) throws Exception {
        var later = new Market(1000);
        later.move("ACME", 101_25, 1000);
        later.move("BRIO", 55_00, 2000);
        try (var server = new WebSocketServer(0, later);
                var client = new Client(server.uri())) {
            client.send(String.format(ROOT, "{\"subscribe\":[\"ACME\"],\"after\":%d}", foreign));

            assertEquals("""
                    {"seq":1002,"reset":true,"quotes":[{"seq":1001,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
        }
    }

    @Test
    void withoutACursorTheWholeBoardComesAndIsNoReset() throws Exception {
        var later = new Market(1000);
        later.move("ACME", 101_25, 1000);
        try (var server = new WebSocketServer(0, later);
                var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"],\"after\":0}");

            assertEquals("""
                    {"seq":1001,"quotes":[{"seq":1001,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
        }
    }

    @Test
    void whenPricesStandStillEverySessionIsToldAndAlsoOneThatComesLater() throws Exception {
        try (var client = new Client(server.uri());
                var later = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"],\"after\":2}");
            client.next();

            server.halt(true);
            client.next("the message that prices stand still", "{\"market\":\"halted\"}"::equals);
            later.send("{\"subscribe\":[\"ACME\"]}");
            assertEquals("{\"market\":\"halted\"}", later.next());
            later.expect("and then the prices that there are", "{\"seq\":2,");

            server.halt(false);
            client.next("the message that prices move again", "{\"market\":\"open\"}"::equals);
            assertEquals("{\"market\":\"open\"}", later.next());
        }
    }

    @Test
    void aMessageInPiecesIsOneMessage() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x01, "{\"subscribe\":"));
            client.write(RawClient.frame(0x89, "still there?"));
            client.write(RawClient.frame(0x80, "[\"ACME\"]}"));

            assertEquals("10 still there?", client.read(), "a pong, in between");
            client.expect("the reply to a message in two pieces", "1 {\"seq\":2,");
        }
    }

    @Test
    void twoMessagesInOnePacketAreTwoMessages() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x81, "{\"subscribe\":[\"ACME\"],\"after\":1}") + RawClient.frame(0x81, "{}"));

            client.expect("the reply to the first message", "1 {\"seq\":2,");
            client.expect("the reply to the second message", "1 {\"error\":");
        }
    }

    @Test
    void aMessageThatArrivesByteByByteIsOneMessage() throws Exception {
        try (var client = new RawClient(server.uri())) {
            for (var letter :
                    RawClient.frame(0x81, "{\"subscribe\":[\"ACME\"]}").split("")) {
                client.write(letter);
            }

            client.expect("the reply to a message of single bytes", "1 {\"seq\":2,");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void theMarketMovesNoMoreOftenForFiftySessionsThanForOne(int sessions) throws Exception {
        var clients = new ArrayList<Client>();
        try (var ticker = new Ticker(market, 7, 0)) {
            for (int i = 0; i < sessions; i++) {
                clients.add(new Client(server.uri()).send("{\"subscribe\":[\"*\"]}"));
                clients.get(i).next(); // the board: now it is subscribed
            }
            long opening = market.after(0).seq();

            long start = System.nanoTime();
            ticker.start(100, true);
            await(
                    "30 prices at every session",
                    () -> clients.stream().mapToLong(Client::cursor).min().orElseThrow() - opening,
                    prices -> prices >= 30);

            long moves = market.after(0).seq() - opening;
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(
                    moves <= millis / 10,
                    () -> String.format(
                            ROOT,
                            "M3: 100 prices a second, however many listen, are at most %d in %d ms, not %d",
                            millis / 10,
                            millis,
                            moves));
        }
        clients.forEach(Client::close);
    }

    @Test
    void sessionsInStepShareTheirQuotes() {
        var quotes = new FilteredQuotes(market);
        var acme = new Subscription(false, Set.of("ACME"));
        var sameAgain = Subscription.NOTHING.with(List.of("ACME"));

        assertSame(quotes.after(0, acme), quotes.after(0, sameAgain), "filtered once");
        assertSame(market.after(0), quotes.after(0, Subscription.EVERYTHING), "not filtered at all");
    }

    @Test
    void aSubscriptionAddsUp() {
        var some = Subscription.NOTHING.with(List.of("ACME", "BRIO")).without(List.of("ACME"));
        assertEquals(new Subscription(false, Set.of("BRIO")), some);

        var most = Subscription.NOTHING
                .with(List.of("*"))
                .without(List.of("ACME", "BRIO"))
                .with(List.of("ACME"));
        assertEquals(new Subscription(true, Set.of("BRIO")), most);
        assertTrue(most.wants("NEW"), "also what the market doesn't know yet");

        assertEquals(Subscription.NOTHING, most.without(List.of("*")));
    }
}
