package ticker.lab.tap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void controlCharactersBecomePictures() {
        assertEquals("a␍␊b␀", Words.of("a\r\nb\0"));
    }

    @Test
    void charactersThatNobodySeesAreReplaced() {
        assertEquals("a\uFFFDb\uFFFDc\uFFFD", Words.of("a\u202Eb\u2028c\u0085"));
        assertEquals("\uFFFD", Words.of("\uD83D"), "half a pair");
    }

    @Test
    void longTextsEndWithDots() {
        assertEquals("x".repeat(240), Words.of("x".repeat(240)));
        assertEquals("x".repeat(240) + "…", Words.of("x".repeat(241)));
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertEquals("😀".repeat(240) + "…", Words.of("😀".repeat(241)));
        assertEquals("😀", Words.of("😀".getBytes(UTF_8), 0, 4));
        assertEquals("\uFFFD", Words.of("😀".getBytes(UTF_8), 0, 3));
    }

    @Test
    void hexHasSpacesAndAnEnd() {
        assertEquals("00 ff", Words.hex(new byte[] {0, -1}));
        assertEquals("00 ".repeat(32) + "…", Words.hex(new byte[33]));
    }
}
