package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** M13: the server that pushes a price every second, and hangs up when the client speaks. */
class PushTest {
    private static final Limits FAST = new Limits(1000, 100, 60_000, 60_000, 100);

    private final Market market = new Market(0);
    private final HandshakeServer server = new HandshakeServer(0, market, FAST);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pushesTheNewestPriceAgainAndAgain() throws Exception {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        long start = System.nanoTime();
        try (var client = push()) {
            for (int i = 0; i < 4; i++) {
                assertEquals("""
                        {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", client.receive().text());
            }

            long passed = (System.nanoTime() - start) / 1_000_000;
            assertTrue(passed >= 250, "3 intervals of 100 ms took only %d ms".formatted(passed));
        }
    }

    @Test
    void closesAsSoonAsTheClientSpeaks() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = push()) {
            client.receive();

            client.send(Frame.text("Stop!"));

            assertEquals(new CloseReason(1000, "Here only the server speaks."), client.skipToClose());
            client.awaitEnd();
        }
    }

    @Test
    void aPingIsNotSpeaking() throws Exception {
        market.move("ACME", 101_25, 1000);
        try (var client = push()) {
            client.send(Frame.of(Opcode.PING, Hex.bytes("68 69")));

            for (int i = 0; i < 3; i++) {
                assertEquals(Opcode.TEXT, client.receive().opcode());
            }
            assertNull(client.closed());
        }
    }

    private TestClient push() throws Exception {
        return new TestClient(server.uri().resolve("/push"));
    }
}
