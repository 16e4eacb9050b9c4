package ticker.handshake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static ticker.handshake.Handshake.GUID;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What goes wrong when an Accept is computed by hand. It makes each mistake itself, to recognize its result. */
final class Mistakes {
    /** A wrong Accept of a key, and what was done to get it. */
    record Mistake(String accept, String sentence) {}

    private static final HexFormat HEX = HexFormat.of();

    private static final List<Function<String, Mistake>> IN_ACCEPT = List.of(
            hashing("The GUID is missing: only the key was hashed.", key -> key),
            hashing("The key is missing: only the GUID was hashed.", key -> GUID),
            hashing("The GUID must be in capitals.", key -> key + GUID.toLowerCase(ROOT)),
            hashing("The GUID has lost its dashes.", key -> key + GUID.replace("-", "")),
            hashing("The key comes first, then the GUID.", key -> GUID + key),
            hashing("The key was trimmed: the == at its end is hashed too.", key -> key.replace("=", "") + GUID),
            hashing("The key was padded: it has == at its end already.", key -> key + "==" + GUID),
            hashing("The key was decoded: its 24 characters are hashed as they stand.", key -> decoded(key) + GUID),
            hashing("The key has lost its capitals.", key -> key.toLowerCase(ROOT) + GUID),
            hashing("There is a space before the key.", key -> " " + key + GUID),
            hashing("There is a space between the key and the GUID.", key -> key + " " + GUID),
            hashing("There is a line end between the key and the GUID.", key -> key + "\n" + GUID),
            hashing("There is a line end between the key and the GUID.", key -> key + "\r\n" + GUID),
            hashing("A line end was hashed too: echo adds one, printf does not.", key -> key + GUID + "\n"),
            mistake("This is the key itself, not its Accept.", key -> key),
            mistake("This is the Base64 of the hex digest, not of the 20 bytes.", key -> base64(hex(key))),
            mistake("This is the Base64 of the hex digest, not of the 20 bytes.", key -> base64(capitalHex(key))),
            mistake("This is the Base64 of the hex digest and of a line end.", key -> base64(hex(key) + "\n")),
            mistake("This is the digest in hex: write its 20 bytes in Base64.", Mistakes::hex),
            mistake("This is the digest in hex: write its 20 bytes in Base64.", Mistakes::capitalHex),
            mistake("This is SHA-256: the handshake uses SHA-1.", key -> base64(digest("SHA-256", key + GUID))),
            mistake("The = at the end is missing.", key -> Handshake.accept(key).replace("=", "")),
            mistake(
                    "This is the Base64 of URLs: - and _ must be + and /.",
                    key -> Handshake.accept(key).replace('+', '-').replace('/', '_')));

    private Mistakes() {}

    /** Every usual mistake, made with a key that may be sent. */
    static List<Mistake> of(String key) {
        return IN_ACCEPT.stream()
                .map(mistake -> mistake.apply(key))
                .filter(mistake -> !mistake.accept().equals(Handshake.accept(key)))
                .toList();
    }

    /** What is wrong with the Accept of a key; nothing when it is right. */
    static Optional<String> inAccept(String key, String accept) {
        if (accept.equals(Handshake.accept(key))) {
            return Optional.empty();
        }
        return of(key).stream()
                .filter(mistake -> mistake.accept().equals(accept))
                .map(Mistake::sentence)
                .findFirst()
                .or(() -> Optional.of("It is not the Accept of this key, nor one of the usual mistakes."));
    }

    /** What is wrong with a key; nothing when it may be sent. */
    static Optional<String> inKey(String key) {
        if (key.matches("[A-Za-z0-9+/]{22}==")) {
            return Optional.empty();
        }
        if (key.matches("[A-Za-z0-9+/]{22}=?")) {
            return Optional.of("The key was trimmed: its == is missing.");
        }
        if (key.matches("[A-Za-z0-9_-]{22}(==)?")) {
            return Optional.of("The key is in the Base64 of URLs: - and _ must be + and /.");
        }
        if (key.matches("[0-9A-Fa-f]{32}")) {
            return Optional.of("The key is in hex: write its 16 bytes in Base64.");
        }
        return Optional.of("A key is 16 bytes in Base64: 22 characters and ==.");
    }

    private static Function<String, Mistake> mistake(String sentence, UnaryOperator<String> accept) {
        return key -> new Mistake(accept.apply(key), sentence);
    }

    private static Function<String, Mistake> hashing(String sentence, UnaryOperator<String> text) {
        return mistake(sentence, key -> base64(digest("SHA-1", text.apply(key))));
    }

    // Text in which each character is a byte.

    private static String hex(String key) {
        return HEX.formatHex(digest("SHA-1", key + GUID).getBytes(ISO_8859_1));
    }

    private static String capitalHex(String key) {
        return hex(key).toUpperCase(ROOT);
    }

    private static String decoded(String key) {
        return new String(Base64.getMimeDecoder().decode(key), ISO_8859_1);
    }

    private static String base64(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1));
    }

    private static String digest(String algorithm, String bytes) {
        return new String(Handshake.digest(algorithm, bytes.getBytes(ISO_8859_1)), ISO_8859_1);
    }
}
