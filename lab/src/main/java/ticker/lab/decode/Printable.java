package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Bytes in words for people: on one line, not too long, and without characters that a page would not show. */
public final class Printable {
    private static final int MAX_LENGTH = 240;
    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    static String of(byte[] bytes, int from, int to) {
        return of(new String(bytes, from, Math.min(to - from, 4 * MAX_LENGTH), UTF_8)); // a character has up to 4 bytes
    }

    /** A text of any length and content. */
    public static String of(String text) {
        var words = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).map(Printable::visible).forEach(words::appendCodePoint);
        return text.codePointCount(0, text.length()) > MAX_LENGTH ? words + "…" : words.toString();
    }

    static String hex(byte[] bytes) {
        int end = Math.min(bytes.length, 32);
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, end) + (end < bytes.length ? " …" : "");
    }

    /** Control characters have pictures of their own. Half a pair, and marks that turn the direction of text, have none. */
    private static int visible(int c) {
        if (c < ' ') {
            return '\u2400' + c;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> REPLACEMENT;
            default -> c;
        };
    }
}
