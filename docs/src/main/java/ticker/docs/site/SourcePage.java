package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A source file as a page, each method at an anchor of its name: where the link of a proof or of a change leads. Behind a
 * test stand the ways back to its claims.
 */
final class SourcePage {
    private static final Pattern METHOD = Pattern.compile("    (?!return|throw)\\w[\\w<>\\[\\], ]* (\\w+)\\(.*");

    private final String place;
    private final String source;
    private final Map<String, Set<String>> claims;
    private final Set<String> seen = new HashSet<>();

    SourcePage(String place, String source, Map<String, Set<String>> claims) {
        this.place = place;
        this.source = source;
        this.claims = claims;
    }

    String page(String layout, Menu menu) {
        var name = place.replaceFirst(".*/", "");
        var colored = Colors.of(source).split("\n");
        var lines = new StringBuilder();
        var plain = source.split("\n");
        for (int i = 0; i < plain.length; i++) {
            lines.append(line(plain[i], colored[i])).append('\n');
        }
        var html = String.format(
                ROOT,
                "<p>This is <code>%s</code>.%s</p><pre class=\"rouge lines\" tabindex=\"0\"><code>%s</code></pre>",
                place,
                claims(""),
                lines);
        return new Article("source", name, "The source of " + name, html).page(layout, menu);
    }

    private String line(String plain, String colored) {
        var method = METHOD.matcher(plain);
        return method.matches() && seen.add(method.group(1))
                ? String.format(
                        ROOT,
                        "<span class=\"line\" id=\"%s\">%s%s</span>",
                        method.group(1),
                        colored,
                        claims(method.group(1)))
                : String.format(ROOT, "<span class=\"line\">%s</span>", colored);
    }

    private String claims(String test) {
        return claims.getOrDefault(test, Set.of()).stream().collect(Collectors.joining());
    }
}
