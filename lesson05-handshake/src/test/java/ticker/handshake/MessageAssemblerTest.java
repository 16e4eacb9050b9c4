package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.handshake.Hex.bytes;
import static ticker.handshake.Opcode.BINARY;
import static ticker.handshake.Opcode.CONTINUATION;
import static ticker.handshake.Opcode.TEXT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 §5.4 and §8.1. */
class MessageAssemblerTest {
    private final MessageAssembler assembler = new MessageAssembler(10);

    @Test
    void aMessageInOneFrame() throws Exception {
        assertEquals(Frame.text("Hello"), assembler.add(Frame.text("Hello")));
    }

    @Test
    void aMessageInThreeFragments() throws Exception {
        assertNull(assembler.add(new Frame(false, TEXT, bytes("48 65"))), "one of three fragments is no message");
        assertNull(assembler.add(new Frame(false, CONTINUATION, bytes("6c"))), "nor are two");

        assertEquals(Frame.text("Hello"), assembler.add(new Frame(true, CONTINUATION, bytes("6c 6f"))));
        assertFalse(assembler.isInsideMessage(), "the message has ended");
    }

    @Test
    void fragmentsMayBeEmpty() throws Exception {
        assembler.add(new Frame(false, BINARY, bytes("")));
        assembler.add(new Frame(false, CONTINUATION, bytes("")));

        assertEquals(Frame.of(BINARY, bytes("")), assembler.add(new Frame(true, CONTINUATION, bytes(""))));
    }

    @Test
    void theNextMessageStartsAfresh() throws Exception {
        assembler.add(new Frame(false, TEXT, bytes("48")));
        assembler.add(new Frame(true, CONTINUATION, bytes("69")));

        assertEquals(Frame.of(BINARY, bytes("ff")), assembler.add(Frame.of(BINARY, bytes("ff"))));
    }

    @Test
    void aContinuationNeedsAMessage() {
        assertBroken(
                1002,
                "There is no message to continue.",
                () -> assembler.add(new Frame(true, CONTINUATION, bytes("48"))));
    }

    @Test
    void aMessageMustEndBeforeTheNextBegins() throws Exception {
        assembler.add(new Frame(false, TEXT, bytes("48")));

        assertBroken(
                1002,
                "A message must be complete before the next one begins.",
                () -> assembler.add(Frame.text("Hello")));
    }

    @Test
    void aMessageOfTheLimitPassesAndOneByteMoreDoesNot() throws Exception {
        assembler.add(new Frame(false, BINARY, bytes("00".repeat(9))));
        assertEquals(
                10, assembler.add(new Frame(true, CONTINUATION, bytes("00"))).length(), "bytes of the message");

        assembler.add(new Frame(false, BINARY, bytes("00".repeat(10))));
        assertBroken(
                1009,
                "A message has at most 10 bytes here.",
                () -> assembler.add(new Frame(false, CONTINUATION, bytes("00"))));
    }

    @Test
    void aCharacterMayBeSplitBetweenFragments() throws Exception {
        assembler.add(new Frame(false, TEXT, bytes("e2")));
        assembler.add(new Frame(false, CONTINUATION, bytes("82")));

        assertEquals(
                "€", assembler.add(new Frame(true, CONTINUATION, bytes("ac"))).text());
    }

    @Test
    void aMessageMustNotEndInsideACharacter() throws Exception {
        assembler.add(new Frame(false, TEXT, bytes("e2")));

        assertBroken(
                1007,
                "Text must not end inside a character.",
                () -> assembler.add(new Frame(true, CONTINUATION, bytes("82"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0 80", "ed a0 80", "f4 90 80 80", "e2 28", "80"})
    void textMustBeUtf8(String payload) {
        assertBroken(1007, "Text must be UTF-8.", () -> assembler.add(Frame.of(TEXT, bytes(payload))));
    }

    @Test
    void binaryNeedNotBeUtf8() throws Exception {
        assertEquals(Frame.of(BINARY, bytes("ff fe")), assembler.add(Frame.of(BINARY, bytes("ff fe"))));
    }

    @Test
    void badTextIsRefusedBeforeItsFrameIsComplete() throws Exception {
        assembler.look(Frame.of(TEXT, bytes("48")));

        assertBroken(1007, "Text must be UTF-8.", () -> assembler.look(Frame.of(TEXT, bytes("48 f4 90"))));
    }

    /** Frames without a payload cost no memory, but time: a message has an end by their number, too. */
    @ParameterizedTest
    @CsvSource({"10, 100", "6463, 100", "6464, 101", "65536, 1024"})
    void aMessageHasAsManyFramesAsItsLimitAllowsOf64BytesButAtLeast100(int limit, int most) throws Exception {
        var assembler = new MessageAssembler(limit);
        assembler.add(new Frame(false, BINARY, bytes("")));
        for (int i = 2; i <= most; i++) {
            assertNull(assembler.add(new Frame(false, CONTINUATION, bytes(""))), "frame " + i);
        }

        assertBroken(
                1008,
                "A message has at most " + most + " frames here.",
                () -> assembler.add(new Frame(true, CONTINUATION, bytes(""))));
    }

    private static void assertBroken(int code, String rule, Executable add) {
        var broken = assertThrows(ProtocolException.class, add);
        assertEquals(code + " " + rule, broken.code() + " " + broken.getMessage());
    }
}
