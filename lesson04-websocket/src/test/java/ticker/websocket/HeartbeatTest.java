package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final String PING = "\u0089\0"; // as a frame

    private final Market market = new Market(41);
    private final AtomicLong now = new AtomicLong();
    private final Subscribers subscribers = new Subscribers(market, 10, now::get);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void afterTwentySecondsTheServerSendsAPing() throws Exception {
        try (var client = new RawClient(server.uri())) {
            pass(20_000);

            assertEquals("9", client.read(), "a ping");
        }
    }

    @Test
    void aClientThatSendsPongsStays() throws Exception {
        try (var client = new RawClient(server.uri())) {
            for (int minute = 0; minute < 10; minute++) {
                pass(20_000);
                while (!client.read().equals("9")) {}
                client.write(RawClient.frame(0x8a, ""));
                client.text("{}"); // when the error to this is there, the pong before it has arrived
                while (!client.read().startsWith("1 {\"error\"")) {}
            }

            assertEquals(1, subscribers.count(), "open sessions after 200 s with pongs");
        }
    }

    @Test
    void aConnectionThatLeadsIntoABlackHoleIsFound() throws Exception {
        try (var relay = new Relay(server.uri());
                var client = new Client(relay.uri())) {
            client.send("{\"subscribe\":[\"*\"]}");
            client.next();

            relay.swallow(); // both ends are still open, and no packet tells them anything else
            pass(39_999);
            await("the ping to be lost", relay::lost, lost -> lost.contains(PING));
            assertEquals(1, subscribers.count(), "open sessions, 39.999 s after the last pong");
            pass(1);

            awaitEqual("open sessions, 40 s after the last pong,", 0, subscribers::count);
        }
    }

    @Test
    void aSilenceIsBrokenEveryFiveSeconds() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text("{\"subscribe\":[\"*\"]}");
            client.read();

            for (int i = 0; i < 2; i++) {
                client.write(RawClient.frame(0x89, ""));
                assertEquals("10", client.read(), "a pong: all that came before has left by now");
                pass(5000);
                assertEquals("1 {\"seq\":42,\"quotes\":[]}", client.read(), "after a silence of 5 s");
            }
        }
    }

    @Test
    void aClientThatIgnoresACloseFrameIsCutOffAfterFiveSeconds() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x82, "binary"));
            client.expect("a close frame", "8 1003 ");

            pass(4999);
            assertEquals(1, subscribers.count(), "open sessions, 4.999 s after a close frame");
            pass(1);

            awaitEqual("open sessions, 5 s after a close frame that got no reply,", 0, subscribers::count);
        }
    }

    private void pass(long millis) {
        awaitEqual("open sessions", 1, subscribers::count);
        now.addAndGet(millis);
        subscribers.check();
    }
}
