package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many WebSockets a browser opens to one server. */
@Tag("browser")
class SocketLimitTest {
    private static final int LIMIT = 255; // of Chromium. It has another limit for HTTP/1.1: six connections
    private static final int AT_ONCE = 5; // Chromium slows down a page that opens many more

    @RegisterExtension
    static final Browser browser = new Browser();

    private final Market market = new Market(0);
    private final Subscribers subscribers = new Subscribers(market, 2 * LIMIT);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void chromiumOpensTwoHundredAndFiftyFiveSocketsAndOneMoreOnlyWhenAnotherIsClosed() {
        browser.open(server.uri().resolve("/style.css")); // of the same origin, but without a socket
        for (int sockets = AT_ONCE; sockets <= LIMIT; sockets += AT_ONCE) {
            assertEquals(Collections.nCopies(AT_ONCE, "open"), open(AT_ONCE), "the last of sockets up to " + sockets);
        }
        awaitEqual("open sessions", LIMIT, subscribers::count);

        assertEquals(List.of("close 1006"), open(1), "socket number 256");

        browser.run("sockets[0].close()");
        awaitEqual("open sessions", LIMIT - 1, subscribers::count);
        await("one more socket", () -> open(1), List.of("open")::equals);
    }

    /** Opens so many more WebSockets, and says what becomes of each. */
    private static Object open(int count) {
        return browser.run("""
                window.sockets ??= [];
                const open = () => new Promise((done) => {
                  const socket = new WebSocket("/quotes");
                  sockets.push(socket);
                  socket.onopen = () => done("open");
                  socket.onclose = ({ code }) => done(`close ${code}`);
                });
                return Promise.all(Array.from({ length: arguments[0] }, open));
                """, count);
    }
}
