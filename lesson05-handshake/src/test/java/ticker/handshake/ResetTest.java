package ticker.handshake;

import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitEqual;
import static ticker.handshake.LeavingClients.THREADS;
import static ticker.handshake.LeavingClients.live;
import static ticker.handshake.LeavingClients.welcome;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that leave while the server upgrades their connection. */
@Isolated("it counts objects of the whole JVM")
class ResetTest {
    private static final int PLACES = 50;
    private static final String HANDSHAKE = Handshake.request("localhost", "/quotes", "dGhlIHNhbXBsZSBub25jZQ==");
    private static final String CONNECTION = Connection.class.getName();

    private final HandshakeServer server = new HandshakeServer(
            LeavingClients.listen(), new Market(0), new Options(1000, PLACES, 10_000, 30_000, 1000));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aResetInAnyStateOfTheUpgradeLeavesNoPlaceTakenAndNoConnectionBehind() throws Exception {
        int before = live(CONNECTION);

        LeavingClients.reset(server.uri(), HANDSHAKE);

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), HANDSHAKE, PLACES));
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }

    @Test
    void anEndInAnyStateOfTheUpgradeLeavesNoPlaceTakenAndNoConnectionBehind() throws Exception {
        int before = live(CONNECTION);

        LeavingClients.leave(server.uri(), HANDSHAKE, client -> {});

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), HANDSHAKE, PLACES));
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }
}
