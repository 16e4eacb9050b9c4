package ticker.docs.evidence;

import java.util.List;

/** How a topic can be proved. A letter of it stands in the list of topics. */
public enum Kind {
    /** By a named test. */
    TEST('T', "a test"),
    /** By a test in a real browser. */
    BROWSER('B', "a test in a browser"),
    /** By a number that was measured. */
    MEASUREMENT('M', "a measurement"),
    /** By the text alone. */
    TEXT('D', "the text");

    private final char letter;
    private final String words;

    Kind(char letter, String words) {
        this.letter = letter;
        this.words = words;
    }

    /** The kinds of these letters, such as TB. */
    static List<Kind> of(String letters) {
        return letters.chars().mapToObj(letter -> of((char) letter)).toList();
    }

    private static Kind of(char letter) {
        for (var kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There is no kind of proof " + letter + ".");
    }

    String words() {
        return words;
    }

    static String words(List<Kind> kinds) {
        return String.join(" and ", kinds.stream().map(Kind::words).toList());
    }
}
