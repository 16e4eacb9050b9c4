package ticker.handshake;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.FrameCodec.Role.CLIENT;
import static ticker.handshake.FrameCodec.Role.SERVER;
import static ticker.handshake.Hex.bytes;
import static ticker.handshake.Hex.hex;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final int LIMIT = 100_000;
    private static final String KEY = "37 fa 21 3d"; // of the examples in §5.7

    private final FrameCodec server = new FrameCodec(SERVER, LIMIT);
    private final FrameCodec client = new FrameCodec(CLIENT, LIMIT);

    // ---- §5.7, every example ----

    @Test
    void aTextFrame() throws Exception {
        assertEquals(Frame.text("Hello"), client.read(bytes("81 05 48 65 6c 6c 6f")));
        assertEquals("81 05 48 65 6c 6c 6f", hex(server.write(Frame.text("Hello"))));
    }

    @Test
    void aMaskedTextFrame() throws Exception {
        assertEquals(Frame.text("Hello"), server.read(bytes("81 85 37 fa 21 3d 7f 9f 4d 51 58")));
        assertEquals("81 85 37 fa 21 3d 7f 9f 4d 51 58", hex(FrameCodec.masked(Frame.text("Hello"), 0x37fa213d)));
    }

    @Test
    void aFragmentedTextMessage() throws Exception {
        var wire = bytes("01 03 48 65 6c 80 02 6c 6f");

        assertEquals(new Frame(false, Opcode.TEXT, bytes("48 65 6c")), client.read(wire));
        assertEquals(new Frame(true, Opcode.CONTINUATION, bytes("6c 6f")), client.read(wire));
    }

    @Test
    void aPingAndItsMaskedPong() throws Exception {
        assertEquals(Frame.of(Opcode.PING, bytes("48 65 6c 6c 6f")), client.read(bytes("89 05 48 65 6c 6c 6f")));
        assertEquals(
                Frame.of(Opcode.PONG, bytes("48 65 6c 6c 6f")), server.read(bytes("8a 85 37 fa 21 3d 7f 9f 4d 51 58")));
    }

    @Test
    void aBinaryFrameOf256Bytes() throws Exception {
        var frame = binary(256);

        assertEquals("82 7e 01 00", hex(server.write(frame).limit(4)));
        assertSamePayload(frame, client.read(server.write(frame)));
    }

    @Test
    void aBinaryFrameOf64Kibibytes() throws Exception {
        var frame = binary(65_536);

        assertEquals("82 7f 00 00 00 00 00 01 00 00", hex(server.write(frame).limit(10)));
        assertSamePayload(frame, client.read(server.write(frame)));
    }

    // ---- §5.2, the length ----

    @ParameterizedTest
    @CsvSource({
        "0,     82 00",
        "125,   82 7d",
        "126,   82 7e 00 7e",
        "65535, 82 7e ff ff",
        "65536, 82 7f 00 00 00 00 00 01 00 00",
    })
    void aLengthIsWrittenInItsShortestForm(int length, String header) throws Exception {
        var wire = server.write(binary(length));

        assertEquals(header, hex(wire.duplicate().limit(wire.limit() - length)));
        assertEquals(length, client.read(wire).length(), "bytes of payload");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82 7e 00 00",
                "82 7e 00 7d",
                "82 7f 00 00 00 00 00 00 00 00",
                "82 7f 00 00 00 00 00 00 ff ff",
            })
    void anyLongerFormIsAProtocolError(String header) {
        assertBroken(1002, "A length must be written in its shortest form.", client, header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"82 7f 80 00 00 00 00 00 00 00", "82 7f ff ff ff ff ff ff ff ff"})
    void theFirstBitOfA64BitLengthMustBeZero(String header) {
        assertBroken(1002, "The first bit of a 64-bit length must be 0.", client, header);
    }

    @Test
    void aFrameOfTheLimitPassesAndOneByteMoreDoesNot() throws Exception {
        assertEquals(LIMIT, client.read(server.write(binary(LIMIT))).length(), "bytes of payload");

        assertBroken(1009, "A frame has at most 100000 bytes here.", client, "82 7f 00 00 00 00 00 01 86 a1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00 00 00 7f ff ff ff", // Integer.MAX_VALUE
                "00 00 00 00 80 00 00 00",
                "00 00 00 01 00 00 00 00", // 0 in 32 bits
                "7f ff ff ff ff ff ff ff", // 2^63 - 1
            })
    void aHostileLengthIsRefusedBeforeAnyMemoryIsTaken(String length) {
        assertBroken(1009, "A frame has at most 100000 bytes here.", client, "82 7f " + length);
        assertBroken(1009, "A frame has at most 100000 bytes here.", server, "82 ff " + length + KEY);
    }

    @Test
    void nothingIsTakenForWhatIsOnlyAnnounced() throws Exception {
        var codec = new FrameCodec(CLIENT, Integer.MAX_VALUE);
        codec.read(bytes("82 7f 00 00 00 00 7f ff ff ff 01 02 03"));

        int taken = codec.part().payload().array().length;

        assertTrue(
                taken <= 125,
                () -> String.format(ROOT, "3 of 2,147,483,647 bytes have come, and %d were taken", taken));
    }

    // ---- §5.2, the bits ----

    @ParameterizedTest
    @ValueSource(strings = {"c1 00", "a1 00", "91 00", "f1 00"})
    void reservedBitsMustBeZero(String header) {
        assertBroken(1002, "RSV1, RSV2 and RSV3 must be 0: no extension was agreed on.", client, header);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    void reservedOpcodesAreRefused(int opcode) {
        assertBroken(
                1002,
                String.format(ROOT, "Opcode %X is reserved.", opcode),
                client,
                String.format(ROOT, "8%x 00", opcode));
    }

    // ---- §5.5, control frames ----

    @ParameterizedTest
    @ValueSource(strings = {"88", "89", "8a"})
    void aControlFrameOf125BytesPassesAndOneOf126DoesNot(String first) throws Exception {
        assertEquals(125, client.read(bytes(first + "7d" + "20".repeat(125))).length(), "bytes of payload");

        assertBroken(1002, "A control frame has at most 125 bytes.", client, first + "7e 00 7e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08 00", "09 00", "0a 00"})
    void aControlFrameMustNotBeFragmented(String frame) {
        assertBroken(1002, "A control frame must not be fragmented.", client, frame);
    }

    // ---- Bytes arrive as they like ----

    static Stream<Arguments> frames() {
        return Stream.of(
                        Frame.text(""),
                        Frame.text("Hello"),
                        Frame.of(Opcode.PING, ByteBuffer.allocate(125)),
                        binary(126),
                        binary(65_535),
                        binary(65_536))
                .flatMap(frame -> Stream.of(CLIENT, SERVER)
                        .map(role -> Arguments.of(
                                role,
                                frame,
                                role == CLIENT ? FrameCodec.unmasked(frame) : FrameCodec.masked(frame, 7))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void everyPrefixOfAFrameIsNotYetAFrame(FrameCodec.Role role, Frame frame, ByteBuffer wire) throws Exception {
        int step = wire.limit() < 1000 ? 1 : 997;
        for (int length = 0; length < wire.limit(); length += step) {
            var prefix = wire.duplicate().limit(length);
            assertNull(new FrameCodec(role, LIMIT).read(prefix), String.format(ROOT, "after %d bytes", length));
            assertFalse(prefix.hasRemaining(), "bytes that the codec has not taken");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void aFrameMayArriveByteByByte(FrameCodec.Role role, Frame frame, ByteBuffer wire) throws Exception {
        var codec = new FrameCodec(role, LIMIT);
        for (int i = 0; i < wire.limit() - 1; i++) {
            int taken = i + 1;
            assertNull(
                    codec.read(wire.slice(i, 1)),
                    () -> String.format(ROOT, "a frame after %d of %d bytes", taken, wire.limit()));
        }

        assertSamePayload(frame, codec.read(wire.slice(wire.limit() - 1, 1)));
    }

    @Test
    void twoFramesMayArriveTogether() throws Exception {
        var wire = bytes("81 03 6f 6e 65 81 03 74 77 6f");

        assertEquals(Frame.text("one"), client.read(wire));
        assertEquals(Frame.text("two"), client.read(wire));
        assertNull(client.read(wire), "nothing is left for a third frame");
    }

    @Test
    void aFrameAndAHalfMayArriveTogether() throws Exception {
        var wire = bytes("81 03 6f 6e 65 81 03 74");

        assertEquals(Frame.text("one"), client.read(wire));
        assertNull(client.read(wire), "half of a frame is not a frame");
        assertTrue(client.isInsideFrame(), "the codec is inside a frame");
        assertEquals(Frame.text("two"), client.read(bytes("77 6f")));
        assertFalse(client.isInsideFrame(), "the codec is inside a frame");
    }

    @Test
    void theEndOfALongFrameMayArriveTogetherWithTheNextFrame() throws Exception {
        var wire = bytes("82 7e 03 e8 " + "ab ".repeat(1000) + "81 03 74 77 6f");
        var beginning = wire.duplicate().limit(7); // the header and three bytes
        wire.position(7);

        assertNull(client.read(beginning), "the beginning of a frame is not a frame");
        assertEquals(Frame.of(Opcode.BINARY, bytes("ab ".repeat(1000))), client.read(wire));
        assertEquals(Frame.text("two"), client.read(wire), "the next frame is not taken for the end of this one");
    }

    @Test
    void aFramePrintsWhatItHolds() throws Exception {
        assertEquals("TEXT 6f 6e 65", client.read(bytes("81 03 6f 6e 65")).toString());
        assertEquals("BINARY 6f ...", client.read(bytes("02 01 6f")).toString());
    }

    @Test
    void whatHasArrivedOfAFrameCanBeSeen() throws Exception {
        assertNull(server.part(), "the part of a frame before a byte has come");
        server.read(bytes("81 85 37 fa 21 3d 7f 9f"));

        assertEquals("He", server.part().text(), "unmasked already");
    }

    /** A long frame would fill the screen: a failure tells its length, and the first byte that is wrong. */
    private static void assertSamePayload(Frame expected, Frame read) {
        assertNotNull(read, "all bytes of the frame have come, but it is not complete");
        assertEquals(expected.opcode(), read.opcode(), "the opcode");
        assertEquals(expected.length(), read.length(), "bytes of payload");
        assertEquals(-1, expected.payload().mismatch(read.payload()), "the first byte that is wrong");
    }

    private static Frame binary(int length) {
        var payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (31 * i);
        }
        return Frame.of(Opcode.BINARY, ByteBuffer.wrap(payload));
    }

    static void assertBroken(int code, String rule, FrameCodec codec, String wire) {
        var broken = assertThrows(ProtocolException.class, () -> codec.read(bytes(wire)), rule);
        assertEquals(List.of(code, rule), List.of(broken.code(), broken.getMessage()));
    }
}
