package ticker.lab.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes are those of RFC 6455 §5.7 where it has some. */
class FrameDecoderTest {
    private final DecodedConnection wire = new DecodedConnection();

    @BeforeEach
    void shakeHands() {
        wire.up(DecodedConnection.UPGRADE).down(DecodedConnection.SWITCHING);
    }

    private void up(String hex) {
        wire.passed(Direction.UP, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private void down(String hex) {
        wire.passed(Direction.DOWN, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private List<String> frames() {
        return wire.lines().subList(2, wire.lines().size());
    }

    @Test
    void aFrameHasAHeaderOfTwoBytes() {
        down("81 05 48 65 6c 6c 6f");

        assertEquals(List.of("FRAME TEXT Hello 5+2"), frames());
        assertEquals(
                List.of(
                        "FIN 0+1 1, the message ends here",
                        "RSV 0+1 000",
                        "opcode 0+1 1, text",
                        "MASK 1+1 0, not masked",
                        "length 1+1 5",
                        "payload 2+5 Hello"),
                wire.fields());
    }

    @Test
    void aMaskedFrameIsReadAndItsBytesStayAsTheyWere() {
        up("81 85 37 fa 21 3d 7f 9f 4d 51 58");

        assertEquals(List.of("FRAME TEXT Hello 5+6"), frames());
        assertEquals(
                List.of("MASK 1+1 1, masked", "length 1+1 5", "masking key 2+4 37 fa 21 3d", "payload 6+5 Hello"),
                wire.fields().subList(3, 7));
        assertArrayEquals(
                HexFormat.of().parseHex("818537fa213d7f9f4d5158"), wire.last().bytes());
    }

    @Test
    void masksAreReadInTheWrongDirectionToo() {
        down("81 85 37 fa 21 3d 7f 9f 4d 51 58");
        up("81 05 48 65 6c 6c 6f");

        assertEquals(List.of("FRAME TEXT Hello 5+6", "FRAME TEXT Hello 5+2"), frames());
    }

    @Test
    void aMessageMayComeInFragmentsWithAPingInBetween() {
        down("01 03 48 65 6c");
        down("89 01 21");
        down("80 02 6c 6f");

        assertEquals(
                List.of("FRAME TEXT (goes on) Hel 3+2", "FRAME PING ! 1+2", "FRAME CONTINUATION lo 2+2"), frames());
    }

    @Test
    void binaryIsShownInHexAlsoInItsFragments() {
        down("02 02 01 ff");
        down("8a 00");
        down("80 01 41");
        down("81 01 41");

        assertEquals(
                List.of(
                        "FRAME BINARY (goes on) 01 ff 2+2",
                        "FRAME PONG 0+2",
                        "FRAME CONTINUATION 41 1+2",
                        "FRAME TEXT A 1+2"),
                frames());
    }

    @Test
    void aCloseHasACodeAndAReason() {
        down("88 05 03 e8 62 79 65");
        up("88 80 00 00 00 00");

        assertEquals(List.of("FRAME CLOSE 1000 bye 5+2", "FRAME CLOSE 0+6"), frames());
    }

    @Test
    void longerLengthsTakeTwoOrEightBytes() {
        down("82 7e 0100" + "00".repeat(256));
        assertEquals(256, wire.last().payload(), "bytes of payload");
        assertEquals("length 1+3 256", wire.fields().get(4));

        down("82 7f 0000000000010000" + "00".repeat(65536));
        assertEquals(65536, wire.last().payload(), "bytes of payload");
        assertEquals(10, wire.last().overhead(), "bytes of overhead");
        assertEquals("length 1+9 65536", wire.fields().get(4));
        assertEquals(Message.KEPT, wire.last().bytes().length);
    }

    @Test
    void framesThatBreakRulesAreStillFrames() {
        down("83 01 41");
        down("c1 01 41");

        assertEquals(List.of("FRAME OPCODE 3 41 1+2", "FRAME TEXT 41 1+2"), frames());
        assertEquals("RSV 0+1 100", wire.fields().get(1));
    }

    @Test
    void aLengthThatCanNotBeIsRawFromThereOn() {
        down("81 01 41 82 7f 8000000000000000 81 01 41");

        assertEquals(
                List.of("FRAME TEXT A 1+2", "RAW not decoded: the first bit of a 64-bit length must be 0 0+13"),
                frames());
    }

    @Test
    void aHugeFrameIsCountedAsItComes() {
        down("82 7f 7fffffffffffffff" + "00".repeat(10_000));
        assertEquals(List.of(), frames());

        wire.ended(Direction.DOWN);
        assertEquals(List.of("FRAME frame, cut off 0+10010", "END FIN 0+0"), frames());
    }

    @Test
    void framesMayFollowTheHandshakeInTheSamePacket() {
        var other = new DecodedConnection()
                .up(DecodedConnection.UPGRADE)
                .down(DecodedConnection.SWITCHING + "\u0081\u0001A");

        assertEquals("FRAME TEXT A 1+2", other.lines().get(2));
        assertEquals(1, other.messages().get(1).respondsTo(), "101 is the response to the request");
    }
}
