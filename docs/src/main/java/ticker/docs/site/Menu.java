package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The side bar: the pages in groups, as {@code pages.txt} lists them. */
final class Menu {
    private final String list;
    private final List<String> names;
    private final Map<String, Article> articles;

    Menu(String list, Map<String, Article> articles) {
        this.list = list;
        this.names = names(list);
        this.articles = articles;
    }

    static List<String> names(String list) {
        return list.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("= "))
                .toList();
    }

    String html(String current) {
        var html = new StringBuilder();
        for (var line : list.lines().filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("= ")) {
                html.append(html.isEmpty() ? "" : "</ul>")
                        .append("<h2>")
                        .append(line.substring(2))
                        .append("</h2><ul>");
            } else {
                html.append("<li>")
                        .append(link(line, line.equals(current) ? " aria-current=\"page\"" : ""))
                        .append("</li>");
            }
        }
        return html.append("</ul>").toString();
    }

    /** The ways on from a page: the one before, the one after. */
    String ways(String current) {
        int here = names.indexOf(current);
        var back = here > 0 ? link(names.get(here - 1), " rel=\"prev\"") : "<span></span>";
        var on = here >= 0 && here < names.size() - 1 ? link(names.get(here + 1), " rel=\"next\"") : "";
        return back + on;
    }

    /** The addresses of the pages for search engines, at the place that {@code -Dsite.url} names. */
    String sitemap() {
        var site = System.getProperty("site.url", "http://localhost:8080/docs/");
        return names.stream()
                .map(name -> String.format(ROOT, "  <url><loc>%s%s.html</loc></url>\n", site, name))
                .collect(Collectors.joining(
                        "",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
                        "</urlset>\n"));
    }

    private String link(String name, String attributes) {
        return String.format(
                ROOT,
                "<a href=\"%s.html\"%s>%s</a>",
                name,
                attributes,
                articles.get(name).title());
    }
}
