package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.net.Socket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ticker.lab.course.Handshake;
import ticker.lab.relay.Faults;
import ticker.lab.relay.Tap;

/** A tap that stalls, before lesson 4. The test is of the lesson's package, so that the lesson's clock is the test's. */
class BlackHoleTest {
    private static final Faults STALL = new Faults(0, 0, true, 0, 0, 0);
    private static final char CLOSE = 0x88; // how a close frame begins

    private final AtomicLong now = new AtomicLong();
    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 10, now::get);

    @Test
    void theHeartbeatFindsAConnectionOfWhichNothingSaysThatItIsDead() throws Exception {
        try (var server = start();
                var tap = new Tap(0, server.uri().getPort(), connection -> null);
                var client = new Socket("localhost", tap.port())) {
            client.getOutputStream().write(Handshake.REQUEST.getBytes(ISO_8859_1));
            awaitEqual("sessions", 1, subscribers::count);

            tap.faults(STALL);
            var rest = new FutureTask<>(() -> new String(client.getInputStream().readAllBytes(), ISO_8859_1));
            new Thread(rest, "client").start();
            for (int seconds = 0; seconds < 40; seconds++) {
                assertEquals(1, subscribers.count(), String.format(ROOT, "after %d s it can't be known yet", seconds));
                pass(1000);
            }

            awaitEqual("sessions after two pings without a pong", 0, subscribers::count);
            assertFalse(rest.isDone(), "the client still believes in its connection");
            tap.faults(Faults.NONE);
            assertEquals(
                    -1,
                    await("the end of the connection", rest).indexOf(CLOSE),
                    "the end that it finds then is no close frame");
        }
    }

    private WebSocketServer start() {
        return new WebSocketServer(
                Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);
    }

    /** Time goes on only when the server has seen it: what it sends must not seem to take seconds. */
    private void pass(long millis) {
        now.addAndGet(millis);
        subscribers.check();
    }
}
