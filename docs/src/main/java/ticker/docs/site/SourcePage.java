package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** A source file as a page, each method at an anchor of its name: where the link of a proof or of a change leads. */
final class SourcePage {
    private static final Pattern METHOD = Pattern.compile("    (?!return|throw)\\w[\\w<>\\[\\], ]* (\\w+)\\(.*");

    private SourcePage() {}

    static String of(String place, String source, String layout, Menu menu) {
        var name = place.replaceFirst(".*/", "");
        var seen = new HashSet<String>();
        var html = String.format(
                ROOT,
                "<p>This is <code>%s</code>.</p><pre tabindex=\"0\"><code>%s</code></pre>",
                place,
                source.lines().map(line -> line(line, seen)).collect(Collectors.joining("\n")));
        return new Article("source", name, "The source of " + name, html).page(layout, menu);
    }

    private static String line(String line, Set<String> seen) {
        var method = METHOD.matcher(line);
        var text = Entities.escape(line);
        return method.matches() && seen.add(method.group(1))
                ? String.format(ROOT, "<span id=\"%s\">%s</span>", method.group(1), text)
                : text;
    }
}
