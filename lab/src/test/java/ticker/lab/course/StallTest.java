package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.awaitEqual;

import io.undertow.Undertow;
import java.net.URI;
import org.junit.jupiter.api.Test;
import ticker.lab.relay.Faults;
import ticker.streaming.Market;
import ticker.streaming.Options;
import ticker.streaming.StreamingServer;

class StallTest {
    private static final String BIG = "A".repeat(10_000); // so that few prices fill what the network holds

    @Test
    void aServerDropsAClientThatReadsNothingAndTheClientLearnsItLater() throws Exception {
        var market = new Market(0);
        var listeners = Undertow.builder().addHttpListener(0, "localhost");
        try (var server = new StreamingServer(listeners, market, new Options(1, 60_000, 1000));
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            wire.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
            wire.receive("\r\n\r\n");
            assertEquals(503, ask(server.uri()), "the only place is taken");

            road.faults(new Faults(0, 0, true, 0, 0, 0));
            awaitEqual("the status for another client", 200, () -> {
                market.move(BIG, 100_00, 1000);
                return ask(server.uri());
            });

            assertTrue(road.far.ends.isEmpty(), "the end of the connection does not pass either");
            road.faults(Faults.NONE);
            assertFalse(wire.receiveAll().isEmpty(), "what was on its way arrives before the end");
        }
    }

    private static int ask(URI server) throws Exception {
        try (var wire = new Wire(server)) {
            wire.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return Integer.parseInt(wire.receive("\r\n").substring(9, 12));
        }
    }
}
