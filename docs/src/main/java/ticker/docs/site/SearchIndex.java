package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/** What the search box searches: each section's address, title and text. It is a script, which a page on a disk may load too. */
final class SearchIndex {
    private SearchIndex() {}

    static String of(Collection<Article> articles) {
        var entries = new ArrayList<String>();
        for (var article : articles) {
            var body = article.body();
            body.select("svg, script, .difference").remove();
            var preamble = body.clone();
            preamble.select(".sect1").remove();
            entries.add(entry(article.name() + ".html", article.title(), preamble.text()));
            for (var section : body.select(".sect1")) {
                var heading = section.selectFirst("h2");
                entries.add(entry(
                        article.name() + ".html#" + heading.id(),
                        article.title() + " › " + heading.text(),
                        text(section)));
            }
        }
        return entries.stream().collect(Collectors.joining(",\n", "window.searchIndex = [\n", "\n];\n"));
    }

    private static String text(Element section) {
        return section.select(".sectionbody").text();
    }

    private static String entry(String address, String title, String text) {
        return String.format(ROOT, "[%s, %s, %s]", quoted(address), quoted(title), quoted(text));
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", " ")
                        .replaceAll("\\p{Cntrl}", "") + "\"";
    }
}
