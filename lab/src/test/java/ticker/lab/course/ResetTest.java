package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;
import static ticker.lab.course.LeavingClients.THREADS;
import static ticker.lab.course.LeavingClients.leave;
import static ticker.lab.course.LeavingClients.live;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import ticker.handshake.HandshakeServer;
import ticker.lab.relay.Cut;
import ticker.lab.relay.Tap;
import ticker.longpolling.LongPollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** Connections through a tap that end while a lesson begins what it does for them: the client resets them, or the tap cuts them. */
@Isolated("it counts objects of the whole JVM")
class ResetTest {
    private static final int PLACES = 50;
    private static final int HOUR = 3_600_000;
    private static final String ASK = "GET /quotes?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HELD_REQUEST = "ticker.longpolling.HeldRequest";
    private static final String LISTEN = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void aHeldRequestThatEndsInAnyStateLeavesNothingBehind() throws Exception {
        var market = new ticker.longpolling.Market(0);
        var options = new ticker.longpolling.Options(PLACES, HOUR);
        try (var server = new LongPollingServer(LeavingClients.listen(), market, options)) {
            endInAnyState(server.uri(), ASK, HELD_REQUEST);
            var wires = new ArrayList<Wire>();
            for (int i = 0; i < PLACES; i++) {
                wires.add(new Wire(server.uri()));
                wires.get(i).send(ASK);
            }
            await("requests in all places", () -> live(HELD_REQUEST), held -> held >= PLACES);
            market.move("ACME", 101_25, 1000);
            for (var wire : wires) {
                assertEquals("HTTP/1.1 200 OK\r\n", wire.receive("\r\n"));
                wire.close();
            }
        }
    }

    @Test
    void aStreamThatEndsInAnyStateLeavesNothingBehind() throws Exception {
        var market = new ticker.streaming.Market(0);
        var options = new ticker.streaming.Options(PLACES, HOUR, HOUR);
        try (var server = new StreamingServer(LeavingClients.listen(), market, options)) {
            endInAnyState(server.uri(), LISTEN, "ticker.streaming.StreamingResponse");
            awaitFree(() -> LeavingClients.welcome(server.uri(), LISTEN, PLACES));
        }
    }

    @Test
    void anUpgradeOfLesson4ThatEndsInAnyStateLeavesNothingBehind() throws Exception {
        var market = new ticker.websocket.Market(0);
        var options = new ticker.websocket.Options(1024, 20, PLACES, 5000, 10_000, List.of(), false);
        try (var server = new WebSocketServer(LeavingClients.listen(), market, options)) {
            endInAnyState(server.uri(), Handshake.REQUEST, "io.undertow.websockets.jsr.UndertowSession");
            awaitFree(() -> LeavingClients.welcome(server.uri(), Handshake.REQUEST, PLACES));
        }
    }

    @Test
    void anUpgradeOfLesson5ThatEndsInAnyStateLeavesNothingBehind() throws Exception {
        var market = new ticker.handshake.Market(0);
        var options = new ticker.handshake.Options(1000, PLACES, 10_000, 30_000, 1000);
        try (var server = new HandshakeServer(LeavingClients.listen(), market, options)) {
            endInAnyState(server.uri(), Handshake.REQUEST, "ticker.handshake.Connection");
            awaitFree(() -> LeavingClients.welcome(server.uri(), Handshake.REQUEST, PLACES));
        }
    }

    private static void endInAnyState(URI server, String request, String subscriber) throws Exception {
        int before = live(subscriber);
        try (var tap = new Tap(0, server.getPort(), connection -> null)) {
            LeavingClients.reset(tap.uri(), request);
            leave(tap.uri(), request, client -> tap.cut(Cut.RST));
            leave(tap.uri(), request, client -> tap.cut(Cut.FIN));
        }
        await(
                "at most one %s for each thread in the heap".formatted(subscriber),
                () -> live(subscriber) - before,
                left -> left <= THREADS);
    }

    private static void awaitFree(Callable<Integer> welcome) {
        awaitEqual("places that are free", PLACES, welcome);
    }
}
