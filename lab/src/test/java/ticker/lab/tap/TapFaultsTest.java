package ticker.lab.tap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults on connections that are already open. */
class TapFaultsTest {
    private final Seen seen = new Seen();
    private Ends ends;
    private Socket reader;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        ends = new Ends(connection -> seen);
        reader = ends.reader();
        server = ends.server();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        server.close();
        ends.close();
    }

    @ParameterizedTest
    @CsvSource({"300, 0, UP, 300", "300, 0, DOWN, 0", "0, 300, UP, 0", "0, 300, DOWN, 300"})
    void aDelayIsForOneWayOnly(int delayUp, int delayDown, Direction direction, int late) throws Exception {
        ends.tap.faults(new Faults(delayUp, delayDown, false, 0, 0, 0));
        long start = System.nanoTime();
        say(direction, "hello");

        assertEquals("hello", hear(direction, 5));

        long millis = NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(late <= millis && millis < late + 300, "it took %d ms".formatted(millis));
    }

    @Test
    void theEndIsAsLateAsTheBytesBeforeIt() throws Exception {
        ends.tap.faults(FaultsTest.down(300));
        long start = System.nanoTime();
        say(Direction.DOWN, "goodbye");
        server.shutdownOutput();

        assertEquals("goodbye", new String(reader.getInputStream().readAllBytes(), UTF_8));

        assertTrue(System.nanoTime() - start >= 300_000_000, "the end came too early");
    }

    @Test
    void aResetIsLateToo() throws Exception {
        ends.tap.faults(FaultsTest.down(300));
        long start = System.nanoTime();
        server.setSoLinger(true, 0);
        server.close();

        assertThrows(SocketException.class, () -> reader.getInputStream().read());

        assertTrue(System.nanoTime() - start >= 300_000_000, "the reset came too early");
    }

    @ParameterizedTest
    @EnumSource
    void duringAStallNothingPassesAndAfterwardsEverything(Direction direction) throws Exception {
        ends.tap.faults(FaultsTest.stall());
        say(direction, "late");
        from(direction).shutdownOutput();
        var heard = hearAll(direction);
        passOtherConnection();
        assertFalse(heard.isDone(), "not even the end passes");

        ends.tap.faults(Faults.NONE);

        assertEquals("late", heard.get(10, SECONDS));
        assertEquals(List.of(direction + " FIN"), seen.ends);
    }

    /** What happens on a second tap afterwards shows that there was time enough for the first one. */
    private static void passOtherConnection() throws Exception {
        try (var others = new Ends();
                var reader = others.reader();
                var server = others.server()) {
            reader.getOutputStream().write(1);
            server.getInputStream().read();
        }
    }

    @Test
    void whoComesDuringAStallWaitsForItsEnd() throws Exception {
        ends.tap.faults(FaultsTest.stall());
        try (var late = ends.reader()) {
            late.getOutputStream().write("me too".getBytes(UTF_8));
            var other = supplyAsync(() -> accept(ends));
            passOtherConnection();
            assertFalse(other.isDone(), "nobody should reach the server");

            ends.tap.faults(Faults.NONE);

            try (var found = other.get(10, SECONDS)) {
                assertEquals("me too", new String(found.getInputStream().readNBytes(6), UTF_8));
            }
        }
    }

    private static Socket accept(Ends ends) {
        try {
            return ends.server();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 60000"})
    void whatIsHeldBackIsBounded(boolean stall, int delay) throws Exception {
        ends.tap.faults(new Faults(delay, 0, stall, 0, 0, 0));
        var flood = new Flood(reader);

        long sent = flood.awaitStill();

        assertTrue(sent < 16 << 20, () -> "the tap took %d bytes, and passed none on".formatted(sent));
        assertEquals(0, seen.up.size());
        reader.close();
        flood.awaitEnd();
    }

    @Test
    void aBufferLetsNothingPassBeforeItIsFull() throws Exception {
        ends.tap.faults(FaultsTest.buffer(10, 0));
        say(Direction.DOWN, "five!");
        say(Direction.UP, "up is not collected");
        assertEquals("up is not collected", hear(Direction.UP, 19));
        assertEquals(0, seen.down.size());

        say(Direction.DOWN, "+five");

        assertEquals("five!+five", hear(Direction.DOWN, 10));
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

        await("the observer to know").until(() -> seen.lengths.size() == 4);
        assertEquals(List.of(3, 3, 3, 1), seen.lengths);
    }

    @Test
    void aMegabyteInPiecesIsStillTheSame() throws Exception {
        ends.tap.faults(FaultsTest.piece(100));
        var text = "0123456789abcdef".repeat(65_536);
        var heard = hearAll(Direction.DOWN);
        say(Direction.DOWN, text);
        server.shutdownOutput();

        assertEquals(text, heard.get(20, SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void aCutEndsBothSides(Cut how) throws Exception {
        say(Direction.UP, "hello");
        hear(Direction.UP, 5);

        ends.tap.cut(how);

        for (var side : List.of(reader, server)) {
            if (how == Cut.FIN) {
                assertEquals(-1, side.getInputStream().read());
            } else {
                assertThrows(SocketException.class, () -> side.getInputStream().read());
            }
        }
        assertEquals(List.of("UP " + how, "DOWN " + how), seen.ends);
    }

    @Test
    void afterACutNewConnectionsPass() throws Exception {
        ends.tap.cut(Cut.RST);

        try (var again = ends.reader();
                var served = ends.server()) {
            again.getOutputStream().write(7);
            assertEquals(7, served.getInputStream().read());
        }
    }

    private Socket from(Direction direction) {
        return direction == Direction.UP ? reader : server;
    }

    private Socket to(Direction direction) {
        return from(direction.opposite());
    }

    private void say(Direction direction, String text) throws IOException {
        from(direction).getOutputStream().write(text.getBytes(UTF_8));
    }

    private String hear(Direction direction, int length) throws IOException {
        return new String(to(direction).getInputStream().readNBytes(length), UTF_8);
    }

    private CompletableFuture<String> hearAll(Direction direction) {
        return supplyAsync(() -> {
            try {
                return new String(to(direction).getInputStream().readAllBytes(), UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }
}
