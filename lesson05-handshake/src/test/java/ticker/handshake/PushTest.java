package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static ticker.handshake.Await.awaitEqual;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M13: the server that pushes a price every second, and closes when the client sends a message. The test moves the clock. */
class PushTest {
    private final AtomicLong clock = new AtomicLong(5_000_000);
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 100, clock::get);
    private final HandshakeServer server =
            new HandshakeServer(Server.listenOn(0), market, Options.DEFAULT, subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pushesTheNewestPriceAgainAndAgain() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        try (var client = push()) {
            for (int second = 0; second < 4; second++) {
                assertEquals("""
                        {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.receive().text());
                clock.addAndGet(1000);
            }
        }
    }

    @Test
    void pushesNothingBetweenTwoSeconds() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = push()) {
            client.receive();
            market.move("BRIO", 55_00, 2000);
            clock.addAndGet(999);
            subscribers.check();
            market.move("CUSP", 9_99, 3000);
            clock.addAndGet(1);

            assertEquals("""
                    {"seq":3,"quotes":[{"seq":3,"symbol":"CUSP","price":9.99,"time":3000}]}""", client.receive().text());
        }
    }

    @Test
    void closesAsSoonAsTheClientSpeaks() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = push()) {
            client.receive();

            client.send(Frame.text("Stop!"));

            assertEquals(new CloseReason(1000, "Only the server sends messages here."), client.skipToClose());
            client.awaitEnd();
        }
    }

    @Test
    void aPingIsNotSpeaking() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = push()) {
            client.send(Frame.of(Opcode.PING, Hex.bytes("68 69")));

            for (int second = 0; second < 3; second++) {
                assertEquals(Opcode.TEXT, client.receive().opcode(), "what comes is a price");
                clock.addAndGet(1000);
            }
            assertNull(client.closed(), "the server has closed");
        }
    }

    @Test
    void aMarketWithoutPricesHasNothingToPush() throws Exception {
        try (var client = push()) {
            awaitEqual("open connections", 1, server::connections);
            subscribers.check();
            market.move("ACME", 101_25, 1000);

            assertEquals("""
                    {"seq":1,"quotes":[{"seq":1,"symbol":"ACME","price":101.25,"time":1000}]}""", client.receive().text());
        }
    }

    private TestClient push() throws Exception {
        return new TestClient(server.uri().resolve("/push"));
    }
}
