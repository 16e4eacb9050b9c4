package ticker.longpolling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.longpolling.Failure.NO_CONTENT;
import static ticker.longpolling.Failure.SILENCE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a client gets instead of prices, it comes back by itself and goes on with its cursor. */
class ComeBackTest {
    static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

    /** Whatever comes within this time counts as coming at once, also on a busy machine. */
    private static final Duration AT_ONCE = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientComesBackWithItsCursor(Failure failure) throws Exception {
        try (var server = failure.server(HEAD, prices(7))) {
            var timeout = failure == SILENCE ? Duration.ofSeconds(2) : Await.LIMIT;
            var client = new LongPollingClient(server.uri(), timeout, AT_ONCE);
            var comeBack = new ComeBack(failure, server, prices(8), failure.reason(), failure.reason());

            var prices = comeBack.watch(client::watch);

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
