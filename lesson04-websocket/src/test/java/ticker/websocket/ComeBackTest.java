package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.websocket.Await.await;
import static ticker.websocket.Failure.SILENCE;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever responds instead, a client reconnects by itself and goes on at its cursor. */
class ComeBackTest {
    private static final String HEAD = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;
    private static final String CLOSE = "\u0088\u0002\u0003\u00e9"; // 1001

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientComesBackWithItsCursor(Failure failure) throws Exception {
        try (var server = failure.server(HEAD, prices(7) + CLOSE)) {
            var timeout = failure == SILENCE ? Duration.ofSeconds(2) : Await.LIMIT;
            var reason = reason(failure);
            var comeBack = new ComeBack(failure, server, prices(8), "The server has closed (1001).", reason, reason);

            var prices = comeBack.watch((listener, pause) -> {
                var client = new WebSocketClient(server.uri(), afterSubscribing(server, listener), timeout);
                client.watch(pause);
            });

            assertEquals(List.of(7L, 8L), prices);
            comeBack.assertPauses();
            var subscription = unmasked(server.rests().get(comeBack.last()));
            assertEquals("{\"subscribe\":[\"*\"],\"after\":7}", subscription);
        }
    }

    /** The server sends prices before it has read what the client sends. */
    private static Consumer<Quotes> afterSubscribing(ScriptedServer server, Consumer<Quotes> listener) {
        return quotes -> {
            int connection = server.rests().size() - 1;
            await("the subscription", () -> server.rests().get(connection), rest -> rest.length > 0);
            listener.accept(quotes);
        };
    }

    private static String reason(Failure failure) {
        return switch (failure) {
            case LOGIN_PAGE -> "The server responded with 200.";
            case END -> "The connection was lost.";
            case NO_CONTENT -> "The server responded with 204.";
            default -> failure.reason();
        };
    }

    /** A frame of text. */
    private static String prices(long seq) {
        var text = String.format(
                ROOT,
                "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}",
                seq,
                seq);
        return HEAD + "\u0081" + (char) text.length() + text;
    }

    /** The text of a masked frame with a short length. */
    private static String unmasked(byte[] frame) {
        var text = new StringBuilder();
        for (int i = 6; i < frame.length; i++) {
            text.append((char) (frame[i] ^ frame[2 + (i - 6) % 4]));
        }
        return text.toString();
    }
}
