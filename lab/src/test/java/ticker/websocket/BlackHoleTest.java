package ticker.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.Socket;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ticker.lab.Handshake;
import ticker.lab.tap.Faults;
import ticker.lab.tap.Tap;

/** A tap that stalls, before lesson 4. The test is of the lesson's package, so that the lesson's clock is the test's. */
class BlackHoleTest {
    private static final Faults STALL = new Faults(0, 0, true, 0, 0, 0);
    private static final char CLOSE = 0x88; // how a close frame begins

    private final AtomicLong now = new AtomicLong();

    @Test
    void theHeartbeatFindsAConnectionOfWhichNothingSaysThatItIsDead() throws Exception {
        try (var server = new WebSocketServer(0, new Market(0), Options.STANDARD, now::get);
                var tap = new Tap(0, server.uri().getPort(), connection -> null);
                var client = new Socket("localhost", tap.port())) {
            client.getOutputStream().write(Handshake.REQUEST.getBytes(ISO_8859_1));
            await("the session").until(() -> server.sessions() == 1);

            tap.faults(STALL);
            var rest = new FutureTask<>(() -> new String(client.getInputStream().readAllBytes(), ISO_8859_1));
            new Thread(rest, "client").start();
            for (int seconds = 0; seconds < 40; seconds++) {
                assertEquals(1, server.sessions(), "after %d s nobody can know yet".formatted(seconds));
                pass(server, 1000);
            }

            await("the server to give up after two pings").until(() -> server.sessions() == 0);
            assertFalse(rest.isDone(), "the client still believes in its connection");
            tap.faults(Faults.NONE);
            assertEquals(-1, rest.get(10, SECONDS).indexOf(CLOSE), "the end that it finds then is no goodbye");
        }
    }

    private void pass(WebSocketServer server, long millis) {
        now.addAndGet(millis);
        server.check();
    }
}
