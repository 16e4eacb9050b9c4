package ticker.streaming;

import static ticker.streaming.Await.await;
import static ticker.streaming.Await.awaitEqual;
import static ticker.streaming.LeavingClients.THREADS;
import static ticker.streaming.LeavingClients.live;
import static ticker.streaming.LeavingClients.welcome;

import io.undertow.server.protocol.http.HttpServerConnection;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave while the server begins their stream. */
@Isolated("it counts objects of the whole JVM")
class ResetTest {
    private static final int PLACES = 50;
    private static final String CONNECTION = HttpServerConnection.class.getName();

    private final StreamingServer server =
            new StreamingServer(LeavingClients.listen(), new Market(0), new Options(PLACES, 3_600_000, 3_600_000));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void aResetInAnyStateOfTheResponseLeavesNoPlaceTakenAndNoConnectionBehind(String request) throws Exception {
        int before = live(CONNECTION);

        LeavingClients.reset(server.uri(), request);

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), request, PLACES));
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void anEndInAnyStateOfTheResponseLeavesNoPlaceTakenAndNoConnectionBehind(String request) throws Exception {
        int before = live(CONNECTION);

        LeavingClients.leave(server.uri(), request, client -> {});

        awaitEqual("places that are free", PLACES, () -> welcome(server.uri(), request, PLACES));
        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }

    @Test
    void aStreamThatItsClientHasLeftStaysNoMinuteInTheHeap() throws Exception {
        int before = live(CONNECTION);
        var wires = new ArrayList<Wire>();
        for (int i = 0; i < PLACES; i++) {
            var wire = new Wire(server.uri());
            wires.add(wire);
            wire.send("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
            wire.receive("\r\n\r\n");
        }

        for (var wire : wires) {
            wire.close();
        }

        await(
                "at most a connection for each thread in the heap",
                () -> live(CONNECTION) - before,
                left -> left <= THREADS);
    }
}
