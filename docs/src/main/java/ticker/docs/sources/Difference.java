package ticker.docs.sources;

import static java.util.Locale.ROOT;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** What differs between two texts, as a unified difference: its lines begin with {@code @@}, a space, + or -. */
record Difference(List<String> lines) {
    private static final int CONTEXT = 3;
    private static final int NAMES = 2; // the lines with --- and +++

    static Difference between(String before, String after) {
        var old = before.lines().toList();
        var patch = DiffUtils.diff(old, after.lines().toList());
        var lines = UnifiedDiffUtils.generateUnifiedDiff("", "", old, patch, CONTEXT);
        return new Difference(lines.stream().skip(NAMES).toList());
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many lines came and went: {@code +12 -3}. */
    String count() {
        return String.format(ROOT, "+%d -%d", beginningWith('+'), beginningWith('-'));
    }

    private long beginningWith(char sign) {
        return lines.stream().filter(line -> line.charAt(0) == sign).count();
    }

    String html() {
        return lines.stream().map(Difference::html).collect(Collectors.joining("", "<pre><code>", "</code></pre>"));
    }

    private static String html(String line) {
        var text = Entities.escape(line) + "\n";
        return switch (line.charAt(0)) {
            case '+' -> String.format(ROOT, "<ins>%s</ins>", text);
            case '-' -> String.format(ROOT, "<del>%s</del>", text);
            case '@' -> String.format(ROOT, "<span class=\"hunk\">%s</span>", text);
            default -> String.format(ROOT, "<span>%s</span>", text);
        };
    }
}
