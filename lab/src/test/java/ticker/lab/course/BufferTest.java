package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import ticker.handshake.HandshakeServer;
import ticker.lab.relay.Faults;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;

/** A proxy on the way collects what comes down until it has 2000 bytes. */
class BufferTest {
    private static final Faults COLLECTING = new Faults(0, 0, false, 2000, 0, 0);

    @Test
    void anEventStreamComesLateAndInLumps() throws Exception {
        var market = new ticker.streaming.Market(0);
        try (var server = new StreamingServer(0, market);
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            road.faults(COLLECTING);
            ask(wire, "/events");
            int prices = 0;
            while (road.far.down.isEmpty()) {
                var price = String.format(ROOT, "\"seq\":%d,", ++prices);
                market.move("ACME", 101_25, 1000);
                road.near.awaitResponse(price);
            }

            var sent = String.join("", road.near.down);
            assertTrue(sent.length() >= 2000, () -> "the first bytes came too early, after only these:\n" + sent);
            assertTrue(
                    prices > 10, String.format(ROOT, "%d prices left the server before the first one arrived", prices));
            wire.receive("\"seq\":10,"); // in the first lump; newer ones may wait for the next lump
        }
    }

    @Test
    void pollsAreNotDelayedBecauseAProxyKnowsWhenAResponseIsWhole() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            road.faults(COLLECTING);
            for (int poll = 0; poll < 3; poll++) {
                ask(wire, "/quotes");
                assertContains("HTTP/1.1 200 OK", wire.receive("]}"));
            }
        }
    }

    /** Its response says how long the body would be, and has none: the proxy must know the method of the request. */
    @Test
    void aHeadDoesNotWaitForABodyThatNeverComes() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            road.faults(COLLECTING);
            wire.send("HEAD /quotes HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertContains("HTTP/1.1 200 OK", wire.receive("\r\n\r\n"));

            ask(wire, "/quotes");
            assertContains("HTTP/1.1 200 OK", wire.receive("]}"));
        }
    }

    @Test
    void longPollingDoesNotCareEither() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            road.faults(COLLECTING);
            ask(wire, "/quotes?after=0");
            road.near.awaitRequest("/quotes?after=0");
            market.move("ACME", 101_25, 1000);

            assertContains("HTTP/1.1 200 OK", wire.receive("]}"));
        }
    }

    @Test
    void afterAnUpgradeNothingIsCollected() throws Exception {
        var market = new ticker.handshake.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new HandshakeServer(0, market);
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            road.faults(COLLECTING);
            wire.send(Handshake.REQUEST);

            assertContains("\"symbol\":\"ACME\"", wire.receive("]}"));
        }
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "%s should be in:\n%s".formatted(part, text));
    }

    private static void ask(Wire wire, String path) throws IOException {
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
    }
}
