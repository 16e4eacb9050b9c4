package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static ticker.handshake.Handshake.GUID;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What goes wrong when an Accept is computed by hand. A mistake is recognised by making it: who gets the same wrong
 * answer has made the same mistake. The page's {@code calculator.js} knows the same ones.
 */
final class Mistakes {
    private static final HexFormat HEX = HexFormat.of();

    /** What the answer to a key becomes by this mistake. */
    private record Mistake(String sentence, UnaryOperator<String> answer) {}

    private static final List<Mistake> IN_ACCEPT = List.of(
            hashing("The GUID is missing: only the key was hashed.", key -> key),
            hashing("The key is missing: only the GUID was hashed.", key -> GUID),
            hashing("The GUID must be in capitals.", key -> key + GUID.toLowerCase(Locale.ROOT)),
            hashing("The GUID has lost its dashes.", key -> key + GUID.replace("-", "")),
            hashing("The key comes first, then the GUID.", key -> GUID + key),
            hashing("The key was trimmed: the == at its end is hashed too.", key -> key.replace("=", "") + GUID),
            hashing("The key was padded: it has == at its end already.", key -> key + "==" + GUID),
            hashing("The key was decoded: its 24 characters are hashed as they stand.", key -> decoded(key) + GUID),
            hashing("The key has lost its capitals.", key -> key.toLowerCase(Locale.ROOT) + GUID),
            hashing("There is a space before the key.", key -> " " + key + GUID),
            hashing("There is a space between the key and the GUID.", key -> key + " " + GUID),
            hashing("There is a line end between the key and the GUID.", key -> key + "\n" + GUID),
            hashing("There is a line end between the key and the GUID.", key -> key + "\r\n" + GUID),
            hashing("A line end was hashed too: echo adds one, printf does not.", key -> key + GUID + "\n"),
            new Mistake("This is the key itself, not the answer to it.", key -> key),
            new Mistake("This is the Base64 of the hex digest, not of the 20 bytes.", key -> base64(hex(key))),
            new Mistake("This is the Base64 of the hex digest, not of the 20 bytes.", key -> base64(capitalHex(key))),
            new Mistake("This is the digest in hex: write its 20 bytes in Base64.", Mistakes::hex),
            new Mistake("This is the digest in hex: write its 20 bytes in Base64.", Mistakes::capitalHex),
            new Mistake("This is SHA-256: the handshake uses SHA-1.", key -> base64(digest("SHA-256", key + GUID))),
            new Mistake("The = at the end is missing.", key -> right(key).replace("=", "")),
            new Mistake(
                    "This is the Base64 of URLs: - and _ must be + and /.",
                    key -> right(key).replace('+', '-').replace('/', '_')));

    private Mistakes() {}

    /** What is wrong with the answer to a key, or null when it is right. */
    static String inAccept(String key, String accept) {
        if (accept.equals(right(key))) {
            return null;
        }
        return IN_ACCEPT.stream()
                .filter(mistake -> mistake.answer().apply(key).equals(accept))
                .map(Mistake::sentence)
                .findFirst()
                .orElse("It is not the answer to this key, nor one of the usual mistakes.");
    }

    /** What is wrong with a key, or null when it may be sent. */
    static String inKey(String key) {
        if (key.matches("[A-Za-z0-9+/]{22}==")) {
            return null;
        }
        if (key.matches("[A-Za-z0-9+/]{22}=?")) {
            return "The key was trimmed: its == is missing.";
        }
        if (key.matches("[A-Za-z0-9_-]{22}(==)?")) {
            return "The key is in the Base64 of URLs: - and _ must be + and /.";
        }
        if (key.matches("[0-9A-Fa-f]{32}")) {
            return "The key is in hex: write its 16 bytes in Base64.";
        }
        return "A key is 16 bytes in Base64: 22 characters and ==.";
    }

    private static Mistake hashing(String sentence, UnaryOperator<String> text) {
        return new Mistake(sentence, key -> base64(digest("SHA-1", text.apply(key))));
    }

    private static String right(String key) {
        return base64(digest("SHA-1", key + GUID));
    }

    private static String hex(String key) {
        return HEX.formatHex(digest("SHA-1", key + GUID).getBytes(ISO_8859_1));
    }

    private static String capitalHex(String key) {
        return hex(key).toUpperCase(Locale.ROOT);
    }

    private static String decoded(String key) {
        return new String(Base64.getMimeDecoder().decode(key), ISO_8859_1);
    }

    /** Base64 of text whose every character is a byte. */
    private static String base64(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
    }

    private static String digest(String algorithm, String bytes) {
        try {
            return new String(MessageDigest.getInstance(algorithm).digest(bytes.getBytes(ISO_8859_1)), ISO_8859_1);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has " + algorithm, impossible);
        }
    }
}
