package ticker.docs;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** A test's source as a page, each test at an anchor of its name: where a proof's link leads. */
final class SourcePage {
    private static final Pattern METHOD = Pattern.compile("    (?!return|throw)\\w[\\w<>\\[\\], ]* (\\w+)\\(.*");

    private SourcePage() {}

    static String of(String place, String source, String layout, Menu menu) {
        var name = place.replaceFirst(".*/", "");
        var seen = new HashSet<String>();
        var html = "<p>This is <code>%s</code>.</p><pre class=\"test\" tabindex=\"0\"><code>%s</code></pre>"
                .formatted(place, source.lines().map(line -> line(line, seen)).collect(Collectors.joining("\n")));
        return new Article("source", name, "The tests in " + name, html).page(layout, menu);
    }

    private static String line(String line, Set<String> seen) {
        var method = METHOD.matcher(line);
        var text = Entities.escape(line);
        return method.matches() && seen.add(method.group(1))
                ? "<span id=\"%s\">%s</span>".formatted(method.group(1), text)
                : text;
    }
}
