package ticker.lab.relay;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void theLongestAndTheMostAreAllowed() {
        assertDoesNotThrow(() -> new Faults(60_000, 60_000, true, 65_536, 60_000, 65_536));
    }

    @Test
    void nonsenseIsToldWhatWouldDo() {
        assertRefused("delayUp must be a whole number from 0 to 60000, not -1.", () -> up(-1));
        assertRefused("delayUp must be a whole number from 0 to 60000, not 60001.", () -> up(60_001));
        assertRefused("delayDown must be a whole number from 0 to 60000, not -5.", () -> down(-5));
        assertRefused("bufferBytes must be a whole number from 0 to 65536, not 65537.", () -> buffer(65_537, 0));
        assertRefused("bufferMillis must be a whole number from 0 to 60000, not 60001.", () -> buffer(0, 60_001));
        assertRefused("piece must be a whole number from 0 to 65536, not -1.", () -> piece(-1));
    }

    private static void assertRefused(String sentence, Runnable settings) {
        assertEquals(
                sentence,
                assertThrows(IllegalArgumentException.class, settings::run).getMessage());
    }

    static Faults up(int millis) {
        return new Faults(millis, 0, false, 0, 0, 0);
    }

    static Faults down(int millis) {
        return new Faults(0, millis, false, 0, 0, 0);
    }

    static Faults stall() {
        return new Faults(0, 0, true, 0, 0, 0);
    }

    static Faults buffer(int bytes, int millis) {
        return new Faults(0, 0, false, bytes, millis, 0);
    }

    static Faults piece(int bytes) {
        return new Faults(0, 0, false, 0, 0, bytes);
    }
}
