package ticker.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void everyCharacterIsAccepted() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                assertTrue(accepts(Character.toString(character).getBytes(UTF_8)), Integer.toHexString(character));
            }
        }
    }

    @Test
    void whateverThreeBytesComeItSaysWhatJavasOwnDecoderSays() {
        for (int bytes = 0; bytes <= 0xFFFFFF; bytes += 61) {
            byte[] three = {(byte) (bytes >> 16), (byte) (bytes >> 8), (byte) bytes};
            assertEquals(
                    isDecoded(three),
                    accepts(three),
                    () -> String.format(ROOT, "%02x %02x %02x", three[0], three[1], three[2]));
        }
    }

    @Test
    void theLastCharacterIs10FFFF() {
        assertTrue(accepts(new byte[] {(byte) 0xF4, (byte) 0x8F, (byte) 0xBF, (byte) 0xBF}), "U+10FFFF is a character");
        assertFalse(accepts(new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}), "U+110000 is none");
    }

    private static boolean accepts(byte[] bytes) {
        try {
            Utf8.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (ProtocolException broken) {
            return false;
        }
    }

    private static boolean isDecoded(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
