package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * The trade-offs that the course promises to draw: {@code name | title} in lines. Each has one diagram in the chapters, and under
 * it a sentence that says what is traded for what, with a number and what proves it.
 */
final class TradeOffs {
    private static final String FILE = "tradeoffs.txt";
    private static final String PREFIX = "trade-off-";

    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Complaints complaints;

    TradeOffs(String file, Complaints complaints) {
        this.complaints = complaints;
        for (var line : file.lines().filter(line -> !line.isBlank()).toList()) {
            var columns = line.split(" \\| ");
            titles.put(columns[0], columns[1]);
        }
    }

    /** The id of a trade-off's diagram in its page. */
    static String id(String name) {
        return PREFIX + name;
    }

    /** A table in HTML: each trade-off with a link to its diagram, and the sentence under it. */
    String html(Collection<Article> articles) {
        var rows = new LinkedHashMap<String, String>();
        for (var article : articles) {
            for (var diagram : article.body().select("figure[id^=" + PREFIX + "]")) {
                var name = diagram.id().substring(PREFIX.length());
                check(article, name, diagram);
                if (rows.put(name, row(article, name, diagram)) != null) {
                    complain(article, name, "has two diagrams.");
                }
            }
        }
        return titles.keySet().stream()
                .map(name -> rows.computeIfAbsent(name, this::missing))
                .collect(Collectors.joining("", """
                        <div class="wide"><table><thead><tr><th scope="col">Trade-off</th>\
                        <th scope="col">What is traded for what</th></tr></thead><tbody>
                        """, "</tbody></table></div>"));
    }

    private void check(Article article, String name, Element diagram) {
        if (!titles.containsKey(name)) {
            complain(article, name, "is not in " + FILE + ".");
        }
        var sentence = diagram.clone().select("figcaption");
        if (sentence.select("a.proof, a.measured").isEmpty()) {
            complain(article, name, "has a sentence without a proof or a measured number: " + sentence.text());
            return;
        }
        sentence.select("a.proof").remove(); // a test's name may have a digit
        if (!sentence.text().matches("(?s).*[0-9].*")) {
            complain(article, name, "has a sentence without a number: " + sentence.text());
        }
    }

    private void complain(Article article, String name, String fault) {
        complaints.add(article.name() + ".html", String.format(ROOT, "the trade-off %s %s", name, fault));
    }

    private String row(Article article, String name, Element diagram) {
        return String.format(
                ROOT,
                "<tr><th scope=\"row\"><a href=\"%s.html#%s\">%s</a></th><td>%s</td></tr>\n",
                article.name(),
                diagram.id(),
                titles.get(name),
                diagram.select("figcaption").html());
    }

    private String missing(String name) {
        complaints.add(FILE, String.format(ROOT, "there is no diagram of the trade-off %s.", name));
        return "";
    }
}
