package ticker.websocket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import ticker.lab.tap.Faults;
import ticker.lab.tap.Tap;

/** A tap that stalls, before lesson 4. The test is of the lesson's package, so that the lesson's clock is the test's. */
class BlackHoleTest {
    private static final Faults STALL = new Faults(0, 0, true, 0, 0, 0);

    private final AtomicLong now = new AtomicLong();

    @Test
    void theHeartbeatFindsAConnectionOfWhichNothingSaysThatItIsDead() throws Exception {
        var ended = new CompletableFuture<Integer>();
        try (var server = new WebSocketServer(0, new Market(0), Options.STANDARD, now::get);
                var tap = new Tap(0, URI.create(server.uri().toString()).getPort(), connection -> null)) {
            connect(tap, ended);
            await("the session").until(() -> server.sessions() == 1);

            tap.faults(STALL);
            for (int seconds = 0; seconds < 40; seconds++) {
                assertEquals(1, server.sessions(), "after %d s nobody can know yet".formatted(seconds));
                pass(server, 1000);
            }

            await("the server to give up after two pings").until(() -> server.sessions() == 0);
            assertFalse(ended.isDone(), "the client still believes in its connection");
            tap.faults(Faults.NONE);
            assertEquals(1006, ended.get(10, SECONDS), "it learns of the end when the network is back");
        }
    }

    private void pass(WebSocketServer server, long millis) {
        now.addAndGet(millis);
        server.check();
    }

    private static void connect(Tap tap, CompletableFuture<Integer> ended) throws Exception {
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:%d/quotes".formatted(tap.port())), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                        ended.complete(status);
                        return null;
                    }

                    @Override
                    public void onError(WebSocket socket, Throwable failure) {
                        ended.complete(1006);
                    }
                })
                .get(10, SECONDS);
    }
}
