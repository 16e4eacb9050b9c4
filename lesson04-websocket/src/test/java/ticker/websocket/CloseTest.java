package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.websocket.Await.await;
import static ticker.websocket.Await.awaitEqual;
import static ticker.websocket.Await.awaitResult;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {
    // A fault of the server is logged by us, or by XNIO when it comes from a client's message.
    private final List<Logger> logs =
            List.of(Logger.getLogger(SubscriberGroup.class.getName()), Logger.getLogger("org.xnio.listener"));
    private final Market market = new Market(0);
    // The clock stands still: no keep-alive comes between the messages, however long the machine takes.
    private final Subscribers subscribers = new Subscribers(market, 1000, () -> 0);
    private final WebSocketServer server =
            new WebSocketServer(Server.listenOn(0), market, new LocalOrderDesk(market), Options.DEFAULT, subscribers);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCloseFrameGetsACloseFrame() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(RawClient.frame(0x88, "\u0003\u00e8bye")); // 1000

            assertEquals("8 1000 bye", client.read());
            client.readAll(); // ends, because the server closes the connection
        }
        awaitEqual("open sessions", 0, subscribers::count);
    }

    @Test
    void aStoppingServerSaysItIsGoingAway() throws Exception {
        try (var client = new Client(server.uri());
                var other = new Client(server.uri())) {
            awaitEqual("open sessions", 2, subscribers::count);

            stopWhenAllHaveLeft();

            assertEquals("1001", client.end(), "the close frame to the first session");
            assertEquals("1001", other.end(), "the close frame to the other session");
        }
    }

    @Test
    void aStoppingServerTellsEverySessionEvenWhilePricesMove() throws Exception {
        var clients = Stream.generate(() -> new Client(server.uri()).send("{\"subscribe\":[\"*\"]}"))
                .limit(300)
                .toList();
        awaitEqual("open sessions", clients.size(), subscribers::count);
        var ticker = new Ticker(market, 7, 0);
        ticker.start(1000, true);

        stopWhenAllHaveLeft();

        for (var client : clients) {
            assertEquals("1001", client.end(), "a session was cut without a close frame");
            client.close();
        }
        ticker.close();
    }

    /** The server would wait an hour here. So it stops because all have left, not because its time-out is over. */
    private void stopWhenAllHaveLeft() throws Exception {
        awaitResult("the server to stop", () -> {
            server.close(Duration.ofHours(1));
            return "stopped";
        });
    }

    @Test
    void binaryIsNotTaken() throws Exception {
        try (var client = new Client(server.uri())) {
            client.sendBinary(new byte[] {1, 2, 3});

            assertEquals("1003 Messages are JSON in text frames, not binary.", client.end());
        }
    }

    @Test
    void aLostConnectionHasNoCloseFrame() throws Exception {
        try (var relay = new Relay(server.uri());
                var client = new RawClient(relay.uri())) {
            awaitEqual("open sessions", 1, subscribers::count);

            relay.cut();

            assertThrows(EOFException.class, client::read, "no close frame: a browser calls that 1006");
            awaitEqual("open sessions", 0, subscribers::count);
        }
    }

    @Test
    void aTextMustBeUtf8() throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.text("{\"subscribe\":[\"\u00ff\"]}"); // as a byte: 0xff is in no UTF-8

            client.expect("text that is no UTF-8", "8 1007 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0081\u0002hi", // not masked
                "\u00c1\u0082\0\0\0\0hi", // a reserved bit, without an extension
                "\u0083\u0080\0\0\0\0", // an opcode that does not exist
                "\u0080\u0082\0\0\0\0hi", // goes on with a message that has not begun
                "\u0009\u0080\0\0\0\0", // a ping in fragments
            })
    void whatBreaksTheProtocolEndsTheSessionAndNoOther(String bytes) throws Exception {
        try (var client = new RawClient(server.uri());
                var healthy = new Client(server.uri())) {
            client.write(bytes);

            client.expect("a protocol error", "8 1002 ");
            client.readAll();
            market.move("ACME", 101_25, 1000);
            healthy.send("{\"subscribe\":[\"*\"]}");
            healthy.next("a price for the other session", message -> message.contains("ACME"));
        }
    }

    /** RFC 6455 §5.1 wants 1002, as for each frame that is not masked. The library checks only text and binary for a mask. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0088\0", "\u0088\u0002\u0003\u00e8", "\u0088\u0005\u0003\u00e8bye"})
    void theLibraryRepliesToACloseThatIsNotMaskedWith1000(String close) throws Exception {
        try (var client = new RawClient(server.uri())) {
            client.write(close);

            client.expect("the reply to a close that is not masked", "8 1000 ");
            client.readAll();
        }
        awaitEqual("open sessions", 0, subscribers::count);
    }

    @Test
    void aFaultCutsAConnectionThatItsClientLeavesOpen() throws Exception {
        logs.forEach(log -> log.setLevel(Level.OFF));
        var options = new Options(1024, 20, 1, 100, 10_000, List.of(), false);
        try (var server = new WebSocketServer(Server.listenOn(0), market, options);
                var client = new RawClient(server.uri())) {
            client.text("{}");
            client.read(); // its session is there

            market.move(null, 101_25, 1000);

            assertEquals("8 1011 The server has a fault.", client.read());
            await("its place to be free", () -> comeAndGo(server), "welcome"::equals);
        } finally {
            logs.forEach(log -> log.setLevel(null));
        }
    }

    private static String comeAndGo(WebSocketServer server) {
        try {
            new RawClient(server.uri()).close();
            return "welcome";
        } catch (IOException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void aFaultOfTheServerSaysSoAndTellsNoDetails() throws Exception {
        logs.forEach(log -> log.setLevel(Level.OFF));
        try (var client = new Client(server.uri())) {
            awaitEqual("open sessions", 1, subscribers::count);

            market.move(null, 101_25, 1000); // no session can say whether it wants a symbol without a name

            assertEquals("1011 The server has a fault.", client.end());
        } finally {
            logs.forEach(log -> log.setLevel(null));
        }
    }
}
