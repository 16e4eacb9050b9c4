package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ticker.lab.decode.Direction;

/** The time is the test's: milliseconds from 0. */
class PendingBytesTest {
    private final ResponseTracker responses = new ResponseTracker();
    private final PendingBytes pending = new PendingBytes(Direction.DOWN, responses);
    private Faults faults = Faults.NONE;

    @Test
    void withoutFaultsEverythingLeavesAtOnceAndInOrder() {
        arrive("one", 0);
        arrive("two", 0);

        assertEquals("one", leave(0));
        assertEquals("two", leave(0));
        assertEquals("", leave(0));
        assertTrue(pending.isEmpty(), "nothing is left");
    }

    @Test
    void whatTheReceiverDidNotTakeComesAgain() {
        arrive("abcdef", 0);

        pending.next(faults, 0);
        pending.left(2);

        assertEquals("cdef", leave(0));
    }

    @Test
    void aDelayIsTheSameForEveryByte() {
        faults = FaultsTest.down(100);
        arrive("one", 0);
        arrive("two", 30);

        assertEquals("", leave(99));
        assertEquals(100, due(), "when the next bytes are due, in ms");
        assertEquals("one", leave(100));
        assertEquals("", leave(129));
        assertEquals(130, due(), "when the next bytes are due, in ms");
        assertEquals("two", leave(130));
    }

    @Test
    void aDelayHoldsTheEndBackToo() {
        faults = FaultsTest.down(100);
        pending.end(nanos(50));

        assertFalse(pending.isEndDue(faults, nanos(149)), "the end is due");
        assertEquals(150, due(), "when the next bytes are due, in ms");
        assertTrue(pending.isEndDue(faults, nanos(150)), "the end is due");
    }

    @Test
    void aDelayUpHoldsNothingBackThatGoesDown() {
        faults = FaultsTest.up(100);
        arrive("down", 0);

        assertEquals("down", leave(0));
    }

    @Test
    void anotherDelayHoldsForWhatIsAlreadyWaiting() {
        faults = FaultsTest.down(10_000);
        arrive("late", 0);
        assertEquals("", leave(5000));

        faults = FaultsTest.down(20);

        assertEquals("late", leave(5000));
    }

    @Test
    void aStallHoldsBackEverythingForEver() {
        faults = FaultsTest.stall();
        arrive("lost?", 0);
        pending.end(0);

        assertEquals("", leave(1_000_000));
        assertFalse(pending.isEndDue(faults, nanos(1_000_000)), "the end is due");
        assertEquals(PendingBytes.NEVER, pending.due(faults));
        faults = Faults.NONE;
        assertEquals("lost?", leave(1_000_000));
    }

    @Test
    void aBufferWaitsForItsLastByte() {
        faults = FaultsTest.buffer(6, 0);
        arrive("12", 0);
        arrive("345", 10);
        assertEquals("", leave(60_000));
        assertEquals(PendingBytes.NEVER, pending.due(faults), "no time will do");

        arrive("6", 60_000);

        assertEquals("12", leave(60_000));
        assertEquals("345", leave(60_000));
        assertEquals("6", leave(60_000));
        arrive("7", 60_000);
        assertEquals("", leave(60_000), "the buffer fills anew");
    }

    @Test
    void aBufferWaitsNoLongerThanItsTime() {
        faults = FaultsTest.buffer(1000, 50);
        arrive("one", 0);
        arrive("two", 40);

        assertEquals("", leave(49));
        assertEquals(50, due(), "when the next bytes are due, in ms");
        assertEquals("one", leave(50));
        assertEquals("two", leave(50), "it leaves with the first");
        arrive("six", 60);
        assertEquals("", leave(109));
        assertEquals("six", leave(110));
    }

    @Test
    void aBufferWaitsForNothingMoreWhenAResponseIsWhole() {
        faults = FaultsTest.buffer(1000, 0);
        arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 0);
        assertEquals("", leave(0));

        arrive("ok", 0);

        assertEquals("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", leave(0));
        assertEquals("ok", leave(0));
    }

    @Test
    void aBufferWaitsForNothingAfterTheEnd() {
        faults = FaultsTest.buffer(1000, 0);
        arrive("bye", 0);
        pending.end(0);

        assertEquals("bye", leave(0));
    }

    @Test
    void aBufferWaitsForNothingWhenThereIsNoRoomForMore() {
        faults = FaultsTest.buffer(Faults.CAPACITY, 0);
        for (int i = 0; i < PendingBytes.MAX_PIECES; i++) {
            assertEquals("", leave(0));
            arrive("x", 0);
        }

        assertEquals("x", leave(0));
    }

    @Test
    void onlyWhatGoesDownIsCollected() {
        faults = FaultsTest.buffer(1000, 1000);
        var up = new PendingBytes(Direction.UP, responses);
        up.add(bytes("question"), 0);

        assertEquals(8, up.next(faults, 0).remaining(), "bytes that leave");
    }

    @Test
    void bytesAreCutIntoPieces() {
        faults = FaultsTest.piece(3);
        arrive("abcdefg", 0);
        arrive("hi", 0);

        assertEquals("abc", leave(0));
        assertEquals("def", leave(0));
        assertEquals("g", leave(0));
        assertEquals("hi", leave(0));
    }

    @ParameterizedTest
    @EnumSource
    void neverMoreIsHeldThanTheCapacity(Direction direction) {
        var pending = new PendingBytes(direction, responses);
        pending.add(ByteBuffer.allocate(Faults.CAPACITY - 1), 0);
        assertEquals(1, pending.room(), "bytes that it still takes");

        pending.add(ByteBuffer.allocate(1), 0);
        assertEquals(0, pending.room(), "bytes that it still takes");

        pending.left(10);
        assertEquals(10, pending.room(), "bytes that it still takes");
    }

    @ParameterizedTest
    @CsvSource({"1023, 64513", "1024, 0"})
    void norMoreParcelsBecauseEachCostsMemoryHoweverSmallItIs(int number, int room) {
        for (int i = 0; i < number; i++) {
            arrive("x", 0);
        }

        assertEquals(room, pending.room(), "bytes that it still takes");
    }

    private void arrive(String text, long millis) {
        pending.add(bytes(text), nanos(millis));
    }

    private String leave(long millis) {
        var next = pending.next(faults, nanos(millis));
        var text = ISO_8859_1.decode(next.duplicate()).toString();
        if (next.hasRemaining()) {
            pending.left(next.remaining());
        }
        return text;
    }

    private long due() {
        return pending.due(faults) / 1_000_000;
    }

    private static long nanos(long millis) {
        return MILLISECONDS.toNanos(millis);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
