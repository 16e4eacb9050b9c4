package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Failure.SILENCE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever responds meanwhile, a client reconnects by itself and goes on with its cursor. */
class ComeBackTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientComesBackWithItsCursor(Failure failure) throws Exception {
        try (var server = failure.server(HEAD, prices(7))) {
            var timeout = failure == SILENCE ? Duration.ofSeconds(2) : Await.LIMIT;
            var client = new StreamingClient(server.uri(), timeout);
            var reason = reason(failure);
            var comeBack = new ComeBack(failure, server, prices(8), "The stream has ended.", reason, reason);

            assertEquals(
                    List.of(7L, 8L), comeBack.watch(client::watch), "the prices from before and after the failure");
            comeBack.assertPauses();
            var request = server.requests().get(comeBack.last());
            assertTrue(request.contains("Last-Event-ID: 7\r\n"), request);
        }
    }

    private static String reason(Failure failure) {
        return switch (failure) {
            case LOGIN_PAGE -> "The server sends text/html, which is no event stream.";
            case END -> "The stream has ended without a price.";
            case NO_CONTENT -> "The server responded with 204.";
            default -> failure.reason();
        };
    }

    private static String prices(long seq) {
        return HEAD
                + String.format(
                        ROOT,
                        "id: %d\nevent: quotes\ndata: {\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}\n\n",
                        seq,
                        seq,
                        seq);
    }
}
