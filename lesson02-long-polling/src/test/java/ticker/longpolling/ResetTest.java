package ticker.longpolling;

import static ticker.longpolling.Await.await;
import static ticker.longpolling.Holding.HOUR;
import static ticker.longpolling.Holding.awaitHeld;
import static ticker.longpolling.LeavingClients.THREADS;
import static ticker.longpolling.LeavingClients.live;

import io.undertow.server.protocol.http.HttpServerConnection;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that leave while the server takes their request to hold it. */
@Isolated("it counts objects of the whole JVM")
class ResetTest {
    private static final int PLACES = 50;
    private static final String ASK = "GET /quotes?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CONNECTION = HttpServerConnection.class.getName();

    private final LongPollingServer server =
            new LongPollingServer(LeavingClients.listen(), new Market(0), new Options(PLACES, HOUR));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResetInAnyStateOfTheRequestLeavesNoPlaceTakenAndNoConnectionBehind() throws Exception {
        int before = live(CONNECTION);

        LeavingClients.reset(server.uri(), ASK);

        awaitHeld(0, server::held);
        takeAllPlaces();
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }

    @Test
    void anEndInAnyStateOfTheRequestLeavesNoPlaceTakenAndNoConnectionBehind() throws Exception {
        int before = live(CONNECTION);

        LeavingClients.leave(server.uri(), ASK, client -> {});

        awaitHeld(0, server::held);
        takeAllPlaces();
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }

    private void takeAllPlaces() throws Exception {
        var wires = new ArrayList<Wire>();
        for (int i = 0; i < PLACES; i++) {
            wires.add(new Wire(server.uri()));
            wires.get(i).send(ASK);
        }
        awaitHeld(PLACES, server::held);
        for (var wire : wires) {
            wire.close();
        }
    }
}
