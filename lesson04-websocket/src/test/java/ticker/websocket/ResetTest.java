package ticker.websocket;

import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.LeavingClients.THREADS;
import static ticker.websocket.LeavingClients.live;
import static ticker.websocket.LeavingClients.welcome;

import io.undertow.websockets.jsr.UndertowSession;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that leave while the server upgrades their connection. */
@Isolated("it counts objects of the whole JVM")
class ResetTest {
    private static final int PLACES = 50;
    private static final String SESSION = UndertowSession.class.getName();

    private final WebSocketServer server = new WebSocketServer(
            LeavingClients.listen(), new Market(0), new Options(1024, 20, PLACES, 5000, 10_000, List.of(), false));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResetInAnyStateOfTheUpgradeLeavesNoPlaceTakenAndNoSessionBehind() throws Exception {
        int before = live(SESSION);

        LeavingClients.reset(server.uri(), RawClient.HANDSHAKE);

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), RawClient.HANDSHAKE, PLACES));
        await("at most a session for each thread in the heap", () -> live(SESSION) - before, left -> left <= THREADS);
    }

    @Test
    void anEndInAnyStateOfTheUpgradeLeavesNoPlaceTakenAndNoSessionBehind() throws Exception {
        int before = live(SESSION);

        LeavingClients.leave(server.uri(), RawClient.HANDSHAKE, client -> {});

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), RawClient.HANDSHAKE, PLACES));
        await("at most a session for each thread in the heap", () -> live(SESSION) - before, left -> left <= THREADS);
    }
}
