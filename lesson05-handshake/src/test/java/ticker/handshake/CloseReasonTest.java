package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.handshake.Hex.bytes;
import static ticker.handshake.Hex.hex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §5.5.1 and §7.4. */
class CloseReasonTest {
    @Test
    void aCloseHasACodeAndASentence() throws Exception {
        assertEquals(new CloseReason(1000, "Bye"), read("03 e8 42 79 65"));
        assertEquals("03 e8 42 79 65", hex(new CloseReason(1000, "Bye").frame().payload()));
    }

    @Test
    void aCloseMayHaveNoPayloadAndThenCountsAs1005() throws Exception {
        assertEquals(new CloseReason(1005, ""), read(""));
        assertEquals("", hex(new CloseReason(1005, "").frame().payload()));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void theseCodesMayBeSent(int code) throws Exception {
        assertEquals(code, read(String.format(ROOT, "%04x", code)).code(), "the close code");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    void theseMustNot(int code) {
        assertBroken(
                1002, String.format(ROOT, "Close code %d must not be sent.", code), String.format(ROOT, "%04x", code));
    }

    @ParameterizedTest
    @CsvSource({
        "1002, 03, 'A close frame has no payload, or a code of two bytes.'",
        "1007, 03 e8 ff, Text must be UTF-8.",
        "1007, 03 e8 e2 82, Text must not end inside a character.",
    })
    void aBrokenCloseIsToldWhichRule(int code, String payload, String rule) {
        assertBroken(code, rule, payload);
    }

    private static void assertBroken(int code, String rule, String payload) {
        var broken = assertThrows(ProtocolException.class, () -> read(payload));
        assertEquals(code + " " + rule, broken.code() + " " + broken.getMessage());
    }

    private static CloseReason read(String payload) throws ProtocolException {
        return CloseReason.of(Frame.of(Opcode.CLOSE, bytes(payload)));
    }
}
