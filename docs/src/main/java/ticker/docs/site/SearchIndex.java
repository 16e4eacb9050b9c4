package ticker.docs.site;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * What the search box searches: of each section its address, its title, other words for it and its paragraphs. It is a
 * script, which a page on a disk may load too.
 */
final class SearchIndex {
    private static final String LEFT_OUT =
            "svg, script, .difference, .conum, [data-lang=text], .ledger"; // no sentences
    private static final Pattern HEX = Pattern.compile("(?m)^[0-9a-f]{4,8}:? .*$"); // a line of a dump
    private static final String HEADINGS = "h2[id], h3[id]";
    private static final String PARAGRAPHS = "p, li, dt, tr, pre, summary, figcaption, .title";
    private static final String WHOLE = "li, dd, tr";

    private final List<String[]> synonyms = new ArrayList<>();
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private record Section(String address, String title, List<String> words, List<String> paragraphs) {
        Section(String address, String title) {
            this(address, title, new ArrayList<>(), new ArrayList<>());
        }

        String row() {
            return SearchIndex.row(address, title, String.join(", ", words), String.join("\n", paragraphs));
        }
    }

    SearchIndex(Collection<Article> articles) {
        articles.forEach(this::add);
    }

    private void add(Article article) {
        var body = article.body();
        body.select(LEFT_OUT).remove();
        var page = section(article.name() + ".html", article.title());
        var chapter = page;
        var section = page;
        for (var element : body.select(HEADINGS + ", " + PARAGRAPHS)) {
            if (element.is(HEADINGS)) {
                var above = element.is("h2") ? page : chapter;
                section = section(page.address() + "#" + element.id(), above.title() + " › " + element.text());
                chapter = element.is("h2") ? section : chapter;
            } else if (element.parents().is(WHOLE)) {
                continue; // its text is a part of theirs
            } else {
                section.paragraphs().add(text(element));
            }
        }
    }

    private Section section(String address, String title) {
        var section = new Section(address, title);
        sections.put(address, section);
        return section;
    }

    private static String text(Element paragraph) {
        if (paragraph.is("dt")) {
            return paragraph.text() + ": " + paragraph.nextElementSibling().text();
        }
        return paragraph.is("pre")
                ? HEX.matcher(paragraph.wholeText()).replaceAll("").strip().replaceAll("\\s+", " ")
                : paragraph.text();
    }

    /**
     * Adds what a list says: words that mean the same, {@code one = other}, and other words for a section,
     * {@code address | word, two words}. What leads nowhere is told.
     */
    void read(String list, Complaints complaints) {
        for (var line : list.lines().toList()) {
            var parts = line.split(" \\| ");
            if (line.contains(" = ")) {
                synonyms.add(line.split(" = "));
            } else if (parts.length > 1 && sections.containsKey(parts[0])) {
                sections.get(parts[0]).words().add(parts[1]);
            } else if (parts.length > 1) {
                complaints.add("aliases.txt", String.format(ROOT, "there is no section %s.", parts[0]));
            }
        }
    }

    String script() {
        return String.format(
                ROOT,
                "window.searchIndex = {\nsynonyms: [\n%s\n],\nsections: [\n%s\n]};\n",
                synonyms.stream().map(SearchIndex::row).collect(Collectors.joining(",\n")),
                sections.values().stream().map(Section::row).collect(Collectors.joining(",\n")));
    }

    private static String row(String... texts) {
        return Stream.of(texts).map(SearchIndex::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replaceAll("\\p{Cntrl}", "") + "\"";
    }
}
