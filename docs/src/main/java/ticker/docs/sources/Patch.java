package ticker.docs.sources;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of a lesson's code. Its file is what {@code .ci/patched} tries: the line {@code TestClass#method: sentence}, then a
 * unified difference with paths from the lesson's folder.
 *
 * @param test the class and the method of the test that shows what the change does
 * @param sentence what the test says when the change turns it red; of a solution, what the test shows
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

    /**
     * The commands that try it, and the difference of each file below its path.
     *
     * @param place the patch's file, seen from the lesson's folder
     */
    public String html(String place) {
        return String.format(ROOT, """
                <div class="listingblock"><div class="content"><pre><code>$ git apply %1$s
                $ ../mvnw test "-Dtest=%2$s"
                $ git apply -R %1$s</code></pre></div></div>
                <details class="difference">
                <summary>The change</summary>
                <div class="content">
                %3$s</div>
                </details>
                """, place, test, differences());
    }

    private String differences() {
        return files.entrySet().stream()
                .map(file -> String.format(
                        ROOT, "<p><code>%s</code></p>\n%s\n", file.getKey(), new Difference(file.getValue()).html()))
                .collect(Collectors.joining());
    }
}
