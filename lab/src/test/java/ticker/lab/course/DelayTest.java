package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import ticker.lab.Await;
import ticker.lab.relay.Faults;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/**
 * How many one-way trips a price needs over a slow network. Trips take very long there. The test itself lets each one end:
 * so it counts trips and needs no clock.
 */
class DelayTest {
    private static final int LONG = 60_000; // milliseconds: longer than any wait in a test
    private static final Faults ON_THE_WAY = new Faults(LONG, LONG, false, 0, 0, 0);
    private static final Faults UP_ARRIVES = new Faults(0, LONG, false, 0, 0, 0);
    private static final Faults DOWN_ARRIVES = new Faults(LONG, 0, false, 0, 0, 0);

    @Test
    void aPollAddsATripUpAndATripDown() throws Exception {
        var market = new ticker.polling.Market(0);
        market.move("ACME", 101_25, 1000);
        try (var server = new PollingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            ask(wire, "/quotes");

            tripUp(road, "/quotes");
            road.near.awaitResponse("]}");
            assertNothingHasArrived(road, "the response is still on its way");
            assertContains("ACME", tripDown(road, wire, "]}"));
        }
    }

    @Test
    void aLongPollAddsOneTripWhenItIsHeldAndThreeWhenThePriceIsJustTooLate() throws Exception {
        var market = new ticker.longpolling.Market(0);
        try (var server = new LongPollingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            ask(wire, "/quotes?after=0");
            tripUp(road, "/quotes?after=0");

            market.move("ACME", 101_25, 1000);
            road.near.awaitResponse("]}");
            market.move("BRIO", 55_00, 2000);

            var first = tripDown(road, wire, "]}");
            assertContains("ACME", first); // after one trip
            assertFalse(first.contains("BRIO"), "a response without it was already on its way");
            ask(wire, "/quotes?after=1");
            tripUp(road, "/quotes?after=1");
            assertContains("BRIO", tripDown(road, wire, "]}")); // after two more
        }
    }

    @Test
    void aStreamAddsOneTripToEveryPrice() throws Exception {
        var market = new ticker.streaming.Market(0);
        try (var server = new StreamingServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            ask(wire, "/events");
            tripUp(road, "/events");
            road.near.awaitResponse("retry: ");

            market.move("ACME", 101_25, 1000);
            road.near.awaitResponse("ACME");
            market.move("BRIO", 55_00, 2000);
            road.near.awaitResponse("BRIO"); // it waits for nothing that the first one brings about

            assertNothingHasArrived(road, "both prices are still on their way");
            assertContains("ACME", tripDown(road, wire, "BRIO"));
        }
    }

    /** That the client may talk, too, shortens no way: it has more to say before the first price, and nothing after it. */
    @Test
    void aWebSocketAddsOneTripToEveryPriceAsAStreamDoes() throws Exception {
        var subscribe = "{\"subscribe\":[\"*\"]}";
        var market = new ticker.websocket.Market(0);
        try (var server = new WebSocketServer(0, market);
                var road = slowRoad(server.uri());
                var wire = new Wire(road.uri())) {
            wire.send(Handshake.REQUEST);
            tripUp(road, "/quotes");
            road.near.awaitResponse("\r\n\r\n");
            tripDown(road, wire, "\r\n\r\n");
            wire.send("\u0081\u0093\0\0\0\0" + subscribe);
            road.faults(UP_ARRIVES);
            Await.await(
                    "the subscription to arrive", () -> String.join("", road.near.up), up -> up.endsWith(subscribe));
            road.faults(ON_THE_WAY);

            market.move("ACME", 101_25, 1000);
            road.near.awaitResponse("ACME");
            market.move("BRIO", 55_00, 2000);
            road.near.awaitResponse("BRIO"); // it waits for nothing that the first one brings about

            var arrived = String.join("", road.far.down);
            assertFalse(
                    arrived.contains("ACME"), "both prices are still on their way, but this has arrived: " + arrived);
            assertContains("ACME", tripDown(road, wire, "BRIO"));
        }
    }

    private static TwoTaps slowRoad(URI server) {
        var road = new TwoTaps(server);
        road.faults(ON_THE_WAY);
        return road;
    }

    private static void ask(Wire wire, String path) throws Exception {
        wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
    }

    /** What is on its way up arrives. */
    private static void tripUp(TwoTaps road, String path) {
        road.faults(UP_ARRIVES);
        road.near.awaitRequest(path);
        road.faults(ON_THE_WAY);
    }

    /** What is on its way down arrives. */
    private static String tripDown(TwoTaps road, Wire wire, String end) throws Exception {
        road.faults(DOWN_ARRIVES);
        var arrived = wire.receive(end);
        road.faults(ON_THE_WAY);
        return arrived;
    }

    private static void assertNothingHasArrived(TwoTaps road, String why) {
        assertEquals("", String.join("", road.far.down), why);
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "%s should be in:\n%s".formatted(part, text));
    }
}
