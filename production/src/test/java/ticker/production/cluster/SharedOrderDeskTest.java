package ticker.production.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.production.Await.awaitEqual;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import ticker.production.WebSocketTestClient;
import ticker.websocket.Options;
import ticker.websocket.Order;
import ticker.websocket.Refusal;
import ticker.websocket.Reply;
import ticker.websocket.WebSocketServer;

/** Orders to two servers that share a market in a real Redis. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class SharedOrderDeskTest {
    private static final String ORDER = """
            {"order":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}""";

    @RegisterExtension
    static final Redis redis = new Redis();

    private SharedMarket market;
    private SharedMarket other;
    private MarketLeader leader;
    private WebSocketServer first;
    private WebSocketServer second;
    private WebSocketTestClient client;
    private WebSocketTestClient again;

    @BeforeEach
    void open() {
        market = new SharedMarket(redis.uri());
        other = new SharedMarket(redis.uri());
        leader = new MarketLeader(market, 7);
        leader.start(0.1, true); // until the first price is due, the test moves the market
        first = WebSocketOnRedis.server(0, market, Options.DEFAULT);
        second = WebSocketOnRedis.server(0, other, Options.DEFAULT);
        client = new WebSocketTestClient(first.uri().resolve("/quotes"));
        again = new WebSocketTestClient(second.uri().resolve("/quotes"));
        awaitEqual("symbols at the first server", 5, () -> market.board().size());
        awaitEqual("symbols at the other server", 5, () -> other.board().size());
    }

    @AfterEach
    void stop() {
        client.close();
        again.close();
        first.close();
        second.close();
        leader.close();
        market.close();
        other.close();
    }

    @Test
    void anOrderThatIsSentAgainToTheOtherServerIsDoneOnce() throws Exception {
        leader.move("ACME", 101_25, 1000);
        client.send(ORDER);
        var ack = ack(client);
        leader.move("ACME", 250_00, 2000);

        again.send(ORDER);

        assertEquals("""
                {"ack":{"id":"c-17","symbol":"ACME","side":"buy","quantity":10,"price":101.25,"seq":0}}""", ack.replaceAll("\"seq\":\\d+", "\"seq\":0"));
        assertEquals(ack, ack(again), "the first ack, at the first price");
    }

    @Test
    void theSameOrdersToBothServersAtOnceAreDoneOnce() throws Exception {
        for (int i = 0; i < 15; i++) {
            var order = ORDER.replace("c-17", "c-" + i);
            client.send(order);
            again.send(order);
            leader.move("ACME", 100_00 + i, i);
        }

        for (int i = 0; i < 15; i++) {
            assertEquals(ack(client), ack(again));
        }
    }

    @Test
    void anIdBelongsToOneOrderWhateverTheServer() throws Exception {
        client.send(ORDER);
        ack(client);

        again.send(ORDER.replace("10", "11"));

        assertEquals(
                "{\"error\":\"The id c-17 belongs to another order. A new order needs a new id.\",\"id\":\"c-17\"}",
                refusal(again));
    }

    @Test
    void aSymbolThatIsUnknownIsRefused() throws Exception {
        client.send(ORDER.replace("ACME", "XYZ"));

        assertEquals(
                "{\"error\":\"There is no symbol 'XYZ'. There are ACME, BRIO, CUSP, DUSK, ECHO.\",\"id\":\"c-17\"}",
                refusal(client).replace("\\\"", "'"));
    }

    @Test
    void anOrderThatIsSentWhileRedisIsGoneIsDoneWhenItIsBack() throws Exception {
        redis.stop();
        client.next("the message that prices stand still", "{\"market\":\"halted\"}"::equals);
        client.send("{\"subscribe\":[\"*\"]}").next("the board, as it was", SharedOrderDeskTest::isBoard);
        client.send(ORDER);

        redis.start();

        var ack = ack(client);
        again.send(ORDER);
        assertEquals(ack, ack(again));
    }

    @Test
    void aThousandOrdersWaitAndOneMoreIsRefused() throws Exception {
        var replies = new LinkedBlockingQueue<Reply>();
        redis.freeze();
        try (var desk = new SharedOrderDesk(market)) {
            desk.place(order(0), replies::add); // this one is being tried
            for (int i = 1; i <= SharedOrderDesk.MAX_WAITING; i++) {
                desk.place(order(i), replies::add);
            }

            var refusal = assertThrows(Refusal.class, () -> desk.place(order(-1), replies::add));

            assertEquals(
                    "Too many orders wait for the market. Send this one again later, with the same id.",
                    refusal.getMessage());
        } finally {
            redis.thaw();
        }
    }

    /** The next ack, whatever comes before it. */
    private static String ack(WebSocketTestClient client) {
        return client.next("an ack", message -> message.startsWith("{\"ack\":"));
    }

    /** The next refusal, whatever comes before it: on a busy machine, that prices stand still. */
    private static String refusal(WebSocketTestClient client) {
        return client.next("a refusal", message -> message.startsWith("{\"error\":"));
    }

    private static boolean isBoard(String message) {
        return message.startsWith("{\"seq\":") && message.contains("\"symbol\":\"ACME\"");
    }

    private static Order order(int number) {
        return new Order("c-" + number, "ACME", "buy", 10);
    }
}
