package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitEqual;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.lab.decode.Direction;

/** Faults on connections that are already open. */
class TapFaultsTest {
    private final RecordingObserver seen = new RecordingObserver();
    private TappedSockets ends;
    private Peer client;
    private Peer server;

    @BeforeEach
    void connect() throws IOException {
        ends = new TappedSockets(connection -> seen);
        client = ends.client();
        server = ends.server();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        ends.close();
    }

    /** The delay of the other way is longer than a test waits for anything. */
    @ParameterizedTest
    @CsvSource({"300, 60000, UP, 300", "0, 60000, UP, 0", "60000, 0, DOWN, 0", "60000, 300, DOWN, 300"})
    void aDelayIsForOneWayOnly(int delayUp, int delayDown, Direction direction, int late) throws Exception {
        ends.tap.faults(new Faults(delayUp, delayDown, false, 0, 0, 0));
        long start = System.nanoTime();
        say(direction, "hello");

        assertEquals("hello", hear(direction, 5));

        long millis = NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= late, String.format(ROOT, "it took only %d ms", millis));
    }

    @Test
    void theEndIsAsLateAsTheBytesBeforeIt() throws Exception {
        ends.tap.faults(FaultsTest.down(300));
        long start = System.nanoTime();
        say(Direction.DOWN, "goodbye");
        server.end();

        assertEquals("goodbye", new String(client.receiveAll(), UTF_8));

        assertTrue(System.nanoTime() - start >= 300_000_000, "the end came too early");
    }

    /** What passes up first shows that the tap has connected: a server that resets before that has refused. */
    @Test
    void aResetIsLateToo() throws Exception {
        ends.tap.faults(FaultsTest.down(300));
        say(Direction.UP, "hello");
        hear(Direction.UP, 5);
        long start = System.nanoTime();
        server.reset();

        client.awaitReset();

        assertTrue(System.nanoTime() - start >= 300_000_000, "the reset came too early");
    }

    @ParameterizedTest
    @EnumSource
    void duringAStallNothingPassesAndAfterwardsEverything(Direction direction) throws Exception {
        ends.tap.faults(FaultsTest.stall());
        say(direction, "late");
        from(direction).end();
        var heard = hearAll(direction);
        passOtherConnection();
        assertFalse(heard.isDone(), "not even the end passes");

        ends.tap.faults(Faults.NONE);

        assertEquals("late", await("what was said, and the end", heard));
        assertEquals(List.of(direction + " FIN"), seen.ends);
    }

    /** What happens on a second tap afterwards shows that there was time enough for the first one. */
    private static void passOtherConnection() throws Exception {
        try (var others = new TappedSockets();
                var client = others.client();
                var server = others.server()) {
            client.send("!");
            assertEquals("!", server.receive(1));
        }
    }

    @Test
    void whoComesDuringAStallWaitsForItsEnd() throws Exception {
        ends.tap.faults(FaultsTest.stall());
        try (var late = ends.client()) {
            late.send("me too");
            var other = Background.start("accepting", ends::server);
            passOtherConnection();
            assertFalse(other.isDone(), "no connection should reach the server");

            ends.tap.faults(Faults.NONE);

            try (var found = await("the connection that had to wait", other)) {
                assertEquals("me too", found.receive(6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 60000"})
    void whatIsHeldBackIsBounded(boolean stall, int delay) throws Exception {
        ends.tap.faults(new Faults(delay, 0, stall, 0, 0, 0));
        var flood = new Flood(client);

        long sent = flood.awaitStill();

        assertTrue(
                sent <= Flood.TOO_MANY, () -> String.format(ROOT, "the tap took %d bytes, and passed none on", sent));
        assertEquals(0, seen.up.size(), "pieces that the tap passed on");
        client.close();
        flood.awaitEnd();
    }

    @Test
    void aBufferLetsNothingPassBeforeItIsFull() throws Exception {
        ends.tap.faults(FaultsTest.buffer(10, 0));
        say(Direction.DOWN, "five!");
        say(Direction.UP, "up is not collected");
        assertEquals("up is not collected", hear(Direction.UP, 19));
        assertEquals(0, seen.down.size(), "pieces that the tap passed on");

        say(Direction.DOWN, "+five");

        assertEquals("five!+five", hear(Direction.DOWN, 10));
    }

    /** The buffer waits for the last byte of a response, and a response to HEAD has none after its head (RFC 9112 §6.3). */
    @Test
    void aBufferKnowsThatTheResponseToHeadEndsWithItsHead() throws Exception {
        ends.tap.faults(FaultsTest.buffer(1000, 0));
        var requests = "HEAD / HTTP/1.1\r\nHost: here\r\n\r\nGET / HTTP/1.1\r\nHost: here\r\n\r\n";
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        say(Direction.UP, requests);
        hear(Direction.UP, requests.length());

        say(Direction.DOWN, head);
        assertEquals(head, hear(Direction.DOWN, head.length()));
        say(Direction.DOWN, head + "hello");
        assertEquals(head + "hello", hear(Direction.DOWN, head.length() + 5));
    }

    @Test
    void aBufferLetsEverythingPassAfterItsTime() throws Exception {
        ends.tap.faults(FaultsTest.buffer(1000, 300));
        long start = System.nanoTime();
        say(Direction.DOWN, "one");

        assertEquals("one", hear(Direction.DOWN, 3));

        assertTrue(System.nanoTime() - start >= 300_000_000, "it came too early");
    }

    @ParameterizedTest
    @EnumSource
    void piecesAreWrittenApart(Direction direction) throws Exception {
        ends.tap.faults(FaultsTest.piece(3));
        say(direction, "0123456789");

        assertEquals("0123456789", hear(direction, 10));

        awaitEqual("lengths that the observer was told", List.of(3, 3, 3, 1), () -> seen.lengths);
    }

    @Test
    void aMegabyteInPiecesIsStillTheSame() throws Exception {
        ends.tap.faults(FaultsTest.piece(100));
        var text = "0123456789abcdef".repeat(65_536);
        var heard = hearAll(Direction.DOWN);
        var said = Background.start("saying a megabyte", () -> {
            say(Direction.DOWN, text);
            server.end();
            return null;
        });

        assertEquals(text, await("a megabyte and its end", heard));
        await("the end of what was said", said);
    }

    @ParameterizedTest
    @EnumSource
    void aCutEndsBothSides(Cut how) throws Exception {
        say(Direction.UP, "hello");
        hear(Direction.UP, 5);

        ends.tap.cut(how);

        for (var side : List.of(client, server)) {
            if (how == Cut.FIN) {
                assertEquals("", new String(side.receiveAll(), UTF_8), "it should end without another byte");
            } else {
                side.awaitReset();
            }
        }
        assertEquals(List.of("UP " + how, "DOWN " + how), seen.ends);
    }

    @Test
    void afterACutNewConnectionsPass() throws Exception {
        ends.tap.cut(Cut.RST);

        try (var again = ends.client();
                var served = ends.server()) {
            again.send("!");
            assertEquals("!", served.receive(1));
        }
    }

    private Peer from(Direction direction) {
        return direction == Direction.UP ? client : server;
    }

    private Peer to(Direction direction) {
        return from(direction.opposite());
    }

    private void say(Direction direction, String text) throws IOException {
        from(direction).send(text);
    }

    private String hear(Direction direction, int length) throws IOException {
        return to(direction).receive(length);
    }

    private Future<String> hearAll(Direction direction) {
        return Background.start(
                "hearing " + direction, () -> new String(to(direction).receiveAll(), UTF_8));
    }
}
