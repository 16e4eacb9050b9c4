package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.lab.relay.Cut;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

class CutTest {
    @ParameterizedTest
    @EnumSource
    void aStreamIsResumedAfterTheCutWithNothingLostAndNothingTwice(Cut how) throws Exception {
        var market = new ticker.streaming.Market(0);
        try (var server = new StreamingServer(0, market);
                var road = new TwoTaps(server.uri())) {
            try (var wire = new Wire(road.uri())) {
                listen(wire, "0");
                market.move("ACME", 101_25, 1000);
                wire.receive("\"time\":1000}]}\n\n");
                road.cut(how);
                assertEnded(wire, how);
            }
            market.move("BRIO", 55_00, 2000);
            market.move("ACME", 101_50, 3000);

            try (var wire = new Wire(road.uri())) {
                listen(wire, "1");
                var resumed = wire.receive("\"time\":3000}]}\n\n");
                assertEquals("""
                        id: 3
                        event: quotes
                        data: {"seq":3,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000},{"seq":3,"symbol":"ACME","price":101.50,"time":3000}]}

                        """, resumed.substring(resumed.indexOf("id: ")));
            }
        }
    }

    private static void listen(Wire wire, String lastEventId) throws IOException {
        wire.send("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: %s\r\n\r\n".formatted(lastEventId));
    }

    private static void assertEnded(Wire wire, Cut how) throws IOException {
        if (how == Cut.FIN) {
            assertEquals("", wire.receiveAll(), "the stream should end as if the server had ended it");
        } else {
            assertThrows(SocketException.class, wire::receiveAll, "the connection should be reset");
        }
    }

    @Test
    void aWebSocketThatIsCutEndsWithoutACloseFrame() throws Exception {
        try (var server = new WebSocketServer(0, new ticker.websocket.Market(0));
                var road = new TwoTaps(server.uri());
                var wire = new Wire(road.uri())) {
            wire.send(Handshake.REQUEST);
            assertTrue(wire.receive("\r\n\r\n").startsWith("HTTP/1.1 101 "), "the upgrade");

            road.cut(Cut.FIN);

            assertEquals("", wire.receiveAll(), "no close frame: a browser calls that 1006 (RFC 6455 §7.1.5)");
        }
    }
}
