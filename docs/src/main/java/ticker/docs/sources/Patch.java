package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change that turns a test red. Its file is what {@code .ci/broken} tries: the line {@code TestClass#method: sentence},
 * then a unified difference with paths from the lesson's folder.
 *
 * @param test the class and the method
 * @param sentence what the test says when it fails
 * @param files what changes in each file, by its path
 */
public record Patch(String test, String sentence, LinkedHashMap<String, List<String>> files) {
    /** The patch in the text of its file. */
    public static Patch of(String text) {
        var lines = text.lines().toList();
        var promise = lines.get(0).split(": ", 2);
        var files = new LinkedHashMap<String, List<String>>();
        List<String> changed = new ArrayList<>();
        for (var line : lines.subList(1, lines.size())) {
            if (line.startsWith("+++ ")) {
                changed = files.computeIfAbsent(line.replaceFirst("^\\+\\+\\+ b/", ""), name -> new ArrayList<>());
            } else if (!line.startsWith("--- ")) {
                changed.add(line);
            }
        }
        return new Patch(promise[0], promise[1], files);
    }

    /** The difference of each file, below its path. */
    public String html() {
        return files.entrySet().stream()
                .map(file -> String.format(
                        ROOT, "<p><code>%s</code></p>\n%s\n", file.getKey(), new Difference(file.getValue()).html()))
                .collect(Collectors.joining());
    }
}
