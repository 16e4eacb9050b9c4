package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.websocket.Await.await;

import java.io.EOFException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {
    private static final String ORDER = """
            {"order":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}""";
    private static final String ACK = """
            {"ack":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10,"price":101.25,"seq":1}}""";

    private final Market market = new Market(0);
    // The clock stands still: no keep-alive comes between the messages, however long the machine takes.
    private final Subscribers subscribers = new Subscribers(market, 1000, () -> 0);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);
    private Client client;

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
        client = new Client(server.uri());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void anOrderIsDoneAtTheCurrentPriceAndAcknowledged() throws Exception {
        client.send(ORDER);

        assertEquals(ACK, client.next());
    }

    @Test
    void theSameOrderTwiceIsDoneOnce() throws Exception {
        client.send(ORDER);
        client.next();
        market.move("ACME", 250_00, 2000);

        client.send(ORDER);

        assertEquals(ACK, client.next(), "the first ack, at the first price");
    }

    @Test
    void anOrderWhoseAckWasLostCanBeSentAgain() throws Exception {
        try (var relay = new Relay(server.uri());
                var cut = new RawClient(relay.uri())) {
            relay.swallowWhatTheServerSends();
            cut.text(ORDER);
            await("the ack to be lost", relay::lost, lost -> lost.contains(ACK));
            relay.cut();
            assertThrows(EOFException.class, cut::read, "neither the ack nor a close frame arrives");
        }
        market.move("ACME", 250_00, 2000);

        client.send(ORDER);

        assertEquals(ACK, client.next(), "done once, at the first price");
    }

    @Test
    void anIdBelongsToOneOrder() throws Exception {
        client.send(ORDER);
        client.next();

        client.send(ORDER.replace("10", "11"));

        assertEquals(refusal("The id c-17 belongs to another order. A new order needs a new id."), client.next());
    }

    @Test
    void tenThousandAreRememberedAndTheOldestIsForgottenFirst() throws Exception {
        var desk = new LocalOrderDesk(market);
        var first = desk.place(new Order("c-0", "ACME", "buy", 10));
        market.move("ACME", 250_00, 2000);
        for (int i = 1; i < LocalOrderDesk.REMEMBERED; i++) {
            desk.place(new Order("c-" + i, "ACME", "buy", 10));
        }
        assertEquals(first, desk.place(new Order("c-0", "ACME", "buy", 10)), "10,000 acks are remembered");

        desk.place(new Order("one-more", "ACME", "buy", 10));

        assertEquals(
                250_00,
                desk.place(new Order("c-0", "ACME", "buy", 10)).quote().cents(),
                "the 10,001st ack makes the server forget the oldest");
    }

    @Test
    void aDeskMayReplyLaterFromAnotherThread() throws Exception {
        var placed = new CompletableFuture<Consumer<Reply>>();
        OrderDesk desk = (order, client) -> placed.complete(client);
        try (var server = new WebSocketServer(Server.listenOn(0), market, desk, Options.DEFAULT);
                var client = new Client(server.uri())) {
            client.send(ORDER).send("{}");
            client.expect("the session goes on while its order waits", "{\"error\":");

            await("the order to be placed", placed).accept(new Reply.Refused("c-17", "The market is closed."));

            assertEquals(refusal("The market is closed."), client.next());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`,\"quantity\":10`, ``, The order has no quantity.",
                "`10}`, `10,\"price\":1}`, `An order has no field 'price', only id, symbol, side, quantity.`",
                "`ACME`, `XYZ`, There is no symbol 'XYZ'. There are ACME.",
                "`ACME`, `*`, There is no symbol '*'. There are ACME.",
                "`\"ACME\"`, `17`, `symbol must be a symbol, such as 'ACME', not 17.`",
                "`buy`, `hold`, `side must be 'buy' or 'sell', not 'hold'.`",
                "`10`, `0`, `quantity must be a whole number from 1 to 1000000, not 0.`",
                "`10`, `1000001`, `quantity must be a whole number from 1 to 1000000, not 1000001.`",
                "`10`, `1.5`, `quantity must be a whole number from 1 to 1000000, not 1.5.`",
                "`10`, `\"10\"`, `quantity must be a whole number from 1 to 1000000, not '10'.`",
            })
    void anErrorNamesTheIdOfTheOrderAndTheRuleThatItBreaks(String right, String wrong, String sentence)
            throws Exception {
        client.send(ORDER.replace(right, wrong));

        assertEquals(refusal(sentence), client.next().replace("\\\"", "'"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"c-17\"`, `17`, `id must be 1 to 64 letters, digits, dots, dashes or underscores, not 17.`",
                "`\"id\":\"c-17\",`, ``, `The order has no id.`",
            })
    void withoutAnIdTheErrorHasNone(String right, String wrong, String sentence) throws Exception {
        client.send(ORDER.replace(right, wrong));

        assertEquals("{\"error\":\"%s\"}".formatted(sentence), client.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000000"})
    void theLeastAndTheMostPass(String quantity) throws Exception {
        client.send(ORDER.replace("10", quantity));

        client.expect("an order of " + quantity, "{\"ack\":");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, `A message is a JSON object with one of subscribe, unsubscribe, seen, order.`",
                "`[]`, `A message is a JSON object with one of subscribe, unsubscribe, seen, order.`",
                "`{\"buy\":1}`, `A message is a JSON object with one of subscribe, unsubscribe, seen, order.`",
                "`{\"order\":[]}`, `An order is a JSON object, such as {'id':'c-17','symbol':'ACME','side':'buy','quantity':10}.`",
                "`{\"order\":{},\"after\":1}`, `A message with order has no field 'after'.`",
                "`{\"subscribe\":\"ACME\"}`, `The symbols must be a list, such as ['ACME','BRIO'], or ['*'] for all, not 'ACME'.`",
                "`{\"subscribe\":[]}`, `The symbols must be a list, such as ['ACME','BRIO'], or ['*'] for all, not [].`",
                "`{\"subscribe\":[17]}`, `The symbols must be a list, such as ['ACME','BRIO'], or ['*'] for all, not [17].`",
                "`{\"subscribe\":[\"XYZ\"]}`, `There is no symbol 'XYZ'. There are ACME.`",
                "`{\"unsubscribe\":[\"XYZ\"]}`, `There is no symbol 'XYZ'. There are ACME.`",
                "`{\"subscribe\":[\"*\"],\"after\":-1}`, `after must be a whole number: the seq of your last quotes, or 0, not -1.`",
                "`{\"subscribe\":[\"*\"],\"after\":\"1\"}`, `after must be a whole number: the seq of your last quotes, or 0, not '1'.`",
            })
    void anythingElseGetsAnErrorAndTheSessionStaysOpen(String message, String sentence) throws Exception {
        client.send(message);

        assertEquals("{\"error\":\"%s\"}".formatted(sentence), client.next().replace("\\\"", "'"));
        client.send(ORDER);
        assertEquals(ACK, client.next(), "the session stays open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "buy ACME", "{\"order\":1,}", "{} {}", "{\"order\":1,\"order\":2}", "\u0000"})
    void whatIsNotJsonGetsAnErrorToo(String message) throws Exception {
        client.send(message);

        client.expect("the reply to " + message, "{\"error\":\"The message is not JSON: ");
    }

    @Test
    void whatTheParserRefusesGetsAReasonOfOurs() throws Exception {
        for (var message : List.of("[".repeat(501), "{\"order\":" + "1".repeat(1001) + "}")) {
            client.send(message);

            assertEquals(
                    "{\"error\":\"The message is nested deeper than 500, or has a number of more than 1000 digits.\"}",
                    client.next());
        }
    }

    private static String refusal(String sentence) {
        return "{\"error\":\"%s\",\"id\":\"c-17\"}".formatted(sentence);
    }
}
