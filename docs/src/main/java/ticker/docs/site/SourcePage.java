package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A source file as a page, each method at an anchor of its name: where the link of a proof or of a change leads. Below a
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
        var plain = source.split("\n");
        var lines = IntStream.range(0, plain.length)
                .mapToObj(i -> line(plain[i], colored[i]))
                .collect(Collectors.joining());
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
        if (!method.matches() || !seen.add(method.group(1))) {
            return String.format(ROOT, "<span class=\"line\">%s</span>\n", colored);
        }
        var claims = claims(method.group(1)); // they stand in a line of their own, which begins and ends by itself
        return String.format(
                ROOT,
                "<span class=\"line\" id=\"%s\">%s%s</span>%s",
                method.group(1),
                colored,
                claims.isEmpty() ? "" : "<span class=\"claims\">" + claims + "</span>",
                claims.isEmpty() ? "\n" : "");
    }

    private String claims(String test) {
        return claims.getOrDefault(test, Set.of()).stream().collect(Collectors.joining());
    }
}
