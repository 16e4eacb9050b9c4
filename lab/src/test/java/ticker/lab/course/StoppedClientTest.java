package ticker.lab.course;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.lab.load.Clients;
import ticker.lab.load.Technique;

/** A console client is stopped, goes on, and is killed, while its server has 1000 prices a second and one place. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signal that stops a process.")
class StoppedClientTest {
    /** How long, in seconds. At {@code -Dstopped=90} the buffers between the two are full, and the server hangs up. */
    private static final int STOPPED = Integer.getInteger("stopped", 2);

    private static final int RATE = 1000;
    private static final long MAX_GROWTH = 4 * 1024 * 1024; // bytes; what waits in a queue for 90 s would be 20 MB
    private static final Pattern PRICE = Pattern.compile("(\\d+)  [A-Z]+ \\d+\\.\\d\\d");

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "POLLING, polling.PollingServer, polling.PollingClient",
        "LONG_POLLING, longpolling.LongPollingServer, longpolling.LongPollingClient",
        "EVENTS, streaming.StreamingServer, streaming.StreamingClient",
        "WEBSOCKET, websocket.WebSocketServer, websocket.WebSocketClient",
        "HANDSHAKE, handshake.HandshakeServer, handshake.HandshakeClient"
    })
    @Timeout(600) // seconds
    void aStoppedClientCostsNothingAndGoesOnAndAKilledOneGivesItsPlaceBack(
            Technique technique, String serverName, String clientName) throws Exception {
        try (var server = new Program(
                "ticker." + serverName, "-Dport=0", "-Drate=" + RATE, "-Dsteady=true", "-DmaxSubscribers=1")) {
            var port = "-Dport=" + server.port();
            try (var client = new Program("ticker." + clientName, port, "-Dinterval=100")) {
                long first = await("prices at " + clientName, () -> newest(client), seq -> seq > 0);
                await("a second of prices", () -> newest(client), seq -> seq > first + RATE);
                long before = server.liveHeap().bytes();

                client.signal("STOP");
                LockSupport.parkNanos(SECONDS.toNanos(STOPPED));

                long growth = server.liveHeap().bytes() - before;
                assertTrue(
                        growth < MAX_GROWTH,
                        () -> String.format(ROOT, "the server's live heap has grown by %d bytes", growth));
                long then = newest(client) + (long) STOPPED * RATE / 2; // half, since a busy machine has fewer prices
                client.signal("CONT");
                await("prices that are newer than the pause", () -> newest(client), seq -> seq > then);
            }
            awaitPlace(technique, server); // the client was killed
            assertEquals(List.of(), server.errors(), "what the server has logged");
        }
    }

    private static long newest(Program client) throws IOException {
        return client.output().stream()
                .map(PRICE::matcher)
                .filter(price -> price.matches())
                .mapToLong(price -> Long.parseLong(price.group(1)))
                .max()
                .orElse(0);
    }

    /** Once the place is free, a client gets it and keeps it. */
    private static void awaitPlace(Technique technique, Program server) {
        try (var next = new Clients(technique, server.port(), 1, Duration.ofMillis(100))) {
            long first = await(
                    "the next client to get the only place", () -> next.tally().newest(), seq -> seq > 0);
            await("the next client to keep it", () -> next.tally().newest(), seq -> seq > first + RATE);
        }
    }
}
