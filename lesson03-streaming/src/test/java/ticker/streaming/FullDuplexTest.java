package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many say that HTTP is half-duplex. Nothing in RFC 9112 makes a server wait for the end of a request. */
class FullDuplexTest {
    private final Server server = new Server(Server.listenOn(0), new BlockingHandler(FullDuplexTest::replyLineByLine));

    private static void replyLineByLine(HttpServerExchange exchange) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(exchange.getInputStream()));
        for (String line; (line = lines.readLine()) != null; ) {
            exchange.getOutputStream().write((line.toUpperCase(ROOT) + "\n").getBytes());
            exchange.getOutputStream().flush();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theResponseStreamsWhileItsRequestIsStillComing() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send("4\r\nbuy\n\r\n");
            var first = wire.receive("BUY\n\r\n");
            assertTrue(first.startsWith("HTTP/1.1 200 OK\r\n"), first);

            wire.send("5\r\nsell\n\r\n");
            assertEquals(
                    "05\r\nSELL\n\r\n", wire.receive("SELL\n\r\n"), "request and response by turns, in one exchange");

            wire.send("0\r\n\r\n");
            assertEquals(
                    "0\r\n\r\n", wire.receive("0\r\n\r\n"), "only now has the request ended, and then the response");
        }
    }
}
