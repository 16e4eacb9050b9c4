package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Failure.SILENCE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever responds meanwhile, the client reconnects by itself and goes on with its cursor. */
class ComeBackTest {
    private static final String HEAD = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientComesBackWithItsCursor(Failure failure) throws Exception {
        var timeout = failure == SILENCE ? Duration.ofSeconds(2) : Await.LIMIT;
        try (var server = failure.server(HEAD, prices(7));
                var client = new HandshakeClient(server.uri(), timeout)) {
            var reason = reason(failure);
            var comeBack = new ComeBack(failure, server, prices(8), "The connection was lost.", reason, reason);

            assertEquals(List.of(7L, 8L), comeBack.watch(client::watch));
            comeBack.assertPauses();
            var request = server.requests().get(comeBack.last());
            assertTrue(request.startsWith("GET /quotes?after=7 "), request);
        }
    }

    private static String reason(Failure failure) {
        return switch (failure) {
            case LOGIN_PAGE -> "The server responded with 200.";
            case END -> "The connection was lost.";
            case NO_CONTENT -> "The server responded with 204.";
            default -> failure.reason();
        };
    }

    /** A frame of text, and the end. */
    private static String prices(long seq) {
        var text = String.format(
                ROOT,
                "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}",
                seq,
                seq);
        return HEAD + "\u0081" + (char) text.length() + text + ScriptedServer.END;
    }
}
