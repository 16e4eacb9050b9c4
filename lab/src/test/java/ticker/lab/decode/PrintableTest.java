package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlCharactersBecomePictures() {
        assertEquals("a␍␊b␀", Printable.of("a\r\nb\0"));
    }

    @Test
    void charactersThatAreInvisibleAreReplaced() {
        assertEquals("a\uFFFDb\uFFFDc\uFFFD", Printable.of("a\u202Eb\u2028c\u0085"));
        assertEquals("\uFFFD", Printable.of("\uD83D"), "half a pair");
    }

    @Test
    void longTextsEndWithDots() {
        assertEquals("x".repeat(240), Printable.of("x".repeat(240)));
        assertEquals("x".repeat(240) + "…", Printable.of("x".repeat(241)));
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertEquals("😀".repeat(240) + "…", Printable.of("😀".repeat(241)));
        assertEquals("😀", Printable.of("😀".getBytes(UTF_8), 0, 4));
        assertEquals("\uFFFD", Printable.of("😀".getBytes(UTF_8), 0, 3));
    }

    @Test
    void hexHasSpacesAndAnEnd() {
        assertEquals("00 ff", Printable.hex(new byte[] {0, -1}));
        assertEquals("00 ".repeat(32) + "…", Printable.hex(new byte[33]));
    }
}
