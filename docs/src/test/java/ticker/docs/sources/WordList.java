package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The words of {@code words.txt}: each is wrong wherever it stands as a whole word. */
final class WordList {
    private static final String GAP = "[\\s*/#]+"; // also where a comment goes on in the next line

    private final Map<Pattern, String> words = new LinkedHashMap<>();
    private final Map<Pattern, String> namesInCode = new LinkedHashMap<>();
    private final Map<Pattern, String> namesInText = new LinkedHashMap<>();

    WordList(String list) {
        var sections = list.split("(?m)^= .*\n", -1);
        pairs(sections[1]).forEach((word, instead) -> words.put(word(word), instead));
        pairs(sections[2]).forEach((name, instead) -> {
            namesInCode.put(Pattern.compile("\\b%s\\b".formatted(name)), instead);
            namesInText.put(Pattern.compile("(?<=`)%s\\b".formatted(name)), instead);
        });
    }

    private static Map<String, String> pairs(String section) {
        var pairs = new LinkedHashMap<String, String>();
        for (var line : section.lines().filter(line -> !line.isBlank()).toList()) {
            var parts = line.split(" -> ");
            pairs.put(parts[0], parts[1]);
        }
        return pairs;
    }

    private static Pattern word(String word) {
        return Pattern.compile("(?i)(?<!\\p{L})%s(?!\\p{L})".formatted(word.replace(" ", GAP)));
    }

    boolean reads(String place) {
        return place.matches(".*(\\.(java|js|html|css|md|adoc|xml)|/steps\\.json)");
    }

    /** The wrong words of a file, each in a sentence with its place. */
    List<String> wrong(String place, String text) {
        var names = place.matches(".*\\.(java|js)") ? namesInCode : namesInText;
        var wrong = new ArrayList<String>();
        find(place, text, words, wrong);
        find(place, text, names, wrong);
        return wrong;
    }

    private static void find(String place, String text, Map<Pattern, String> words, List<String> wrong) {
        words.forEach((word, instead) -> word.matcher(text)
                .results()
                .map(found -> String.format(
                        ROOT, "%s:%d: not \"%s\" but %s", place, line(text, found.start()), found.group(), instead))
                .distinct()
                .forEach(wrong::add));
    }

    private static long line(String text, int position) {
        return text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }
}
