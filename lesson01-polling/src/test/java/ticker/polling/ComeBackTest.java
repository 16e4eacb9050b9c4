package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Failure.NO_CONTENT;
import static ticker.polling.Failure.SILENCE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the failure is, a client comes back by itself and goes on with its cursor. */
class ComeBackTest {
    static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientComesBackWithItsCursor(Failure failure) throws Exception {
        try (var server = failure.server(HEAD, prices(7))) {
            var timeout = failure == SILENCE ? Duration.ofSeconds(2) : Await.LIMIT;
            var client = new PollingClient(server.uri(), timeout);
            // In polling, nothing is the usual response.
            var reasons = failure == NO_CONTENT ? new String[0] : new String[] {failure.reason(), failure.reason()};
            var comeBack = new ComeBack(failure, server, prices(8), reasons);

            var prices = comeBack.watch((listener, pause) -> client.watch(10, listener, pause));

            assertEquals(failure == NO_CONTENT ? List.of(7L, 7L, 7L, 8L) : List.of(7L, 8L), prices);
            comeBack.assertPauses();
            var request = server.requests().get(comeBack.last());
            assertTrue(request.startsWith("GET /quotes?after=7 "), request);
        }
    }

    static String prices(long seq) {
        return HEAD
                + String.format(
                        ROOT,
                        "{\"seq\":%d,\"quotes\":[{\"seq\":%d,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}",
                        seq,
                        seq);
    }
}
