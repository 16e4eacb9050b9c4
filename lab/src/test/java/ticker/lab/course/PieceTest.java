package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitResult;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import ticker.handshake.HandshakeServer;
import ticker.lab.relay.Faults;
import ticker.streaming.Market;
import ticker.streaming.StreamingServer;

/** Every byte arrives alone. Code that takes the bytes of one read for a message would never get a whole one. */
class PieceTest {
    private static final Faults BYTE_BY_BYTE = new Faults(0, 0, false, 0, 0, 1);

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void linesAreStillWhole() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new StreamingServer(0, market);
                var road = new TwoTaps(server.uri())) {
            road.faults(BYTE_BY_BYTE);
            var request = HttpRequest.newBuilder(road.uri().resolve("/stream")).build();
            var response = await("the response", client.sendAsync(request, BodyHandlers.ofLines()));
            try (var body = response.body()) {
                var lines = body.iterator();
                for (int seq = 1; seq <= 5; seq++) {
                    assertEquals(
                            String.format(
                                    ROOT,
                                    "{\"seq\":%d,\"quotes\":[{\"seq\":%1$d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}",
                                    seq),
                            awaitResult("line " + seq, lines::next));
                    market.move("ACME", 101_25, 1000);
                }
            }
            assertTrue(road.far.down.stream().allMatch(piece -> piece.length() == 1), "each byte alone");
        }
    }

    @Test
    void framesAreStillWholeBothWays() throws Exception {
        try (var server = new HandshakeServer(0, new ticker.handshake.Market(0));
                var road = new TwoTaps(server.uri())) {
            road.faults(BYTE_BY_BYTE);
            var echo = new CompletableFuture<String>();
            var uri = URI.create(
                    String.format(ROOT, "ws://localhost:%d/echo", road.uri().getPort()));
            var socket =
                    await("the WebSocket to open", client.newWebSocketBuilder().buildAsync(uri, hearing(echo)));

            await("the message to leave", socket.sendText("Æ€𝄞".repeat(100), true));

            assertEquals("Æ€𝄞".repeat(100), await("the echo", echo));
            assertTrue(road.far.up.stream().allMatch(piece -> piece.length() == 1), "each byte alone");
        }
    }

    private static WebSocket.Listener hearing(CompletableFuture<String> message) {
        var text = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                if (last) {
                    message.complete(text.toString());
                }
                socket.request(1);
                return null;
            }
        };
    }
}
