package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotesTest {
    private final Market market = new Market(0);
    private final WebSocketServer server = new WebSocketServer(0, market);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSubscriberGetsTheBoardAndThenEachMove() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = new Client(server.uri())) {
            client.send("{\"subscribe\":[\"*\"]}");

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.next());
            market.move("BRIO", 55_00, 2000);
            assertEquals("""
                    {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.next());
        }
    }
}
