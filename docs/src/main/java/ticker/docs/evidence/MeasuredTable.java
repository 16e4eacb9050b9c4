package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that a measurement has written, as a page shows it: a line that says when and on what, then rows with commas between
 * the values, the first of which names the columns.
 *
 * @param title what it is a table of, in words
 * @param topics the numbers of the topics that it settles
 * @param page the page that shows it, and the section of it
 */
public record MeasuredTable(String title, String file, List<String> topics, String page) implements Evidence {
    @Override
    public Kind kind() {
        return Kind.MEASUREMENT;
    }

    @Override
    public String words() {
        return title;
    }

    @Override
    public String html() {
        return String.format(ROOT, "<a class=\"measured-number\" href=\"%s\">%s</a>", page, title);
    }

    /** What is not as it should be, in sentences. */
    public List<String> faults(Topics promised) {
        return topics.stream()
                .flatMap(topic -> promised.fault(topic, this).stream())
                .toList();
    }

    /** The table in HTML. */
    public String table() {
        var lines = file.lines().toList();
        return String.format(
                ROOT,
                """
                <div class="wide" tabindex="0"><table class="measured dated"><caption>%s. %s.</caption><thead>%s</thead>\
                <tbody>%s</tbody></table></div>""",
                title,
                lines.get(0),
                row(lines.get(1), "col"),
                lines.stream().skip(2).map(line -> row(line, "row")).collect(Collectors.joining()));
    }

    /** Of the heads' row all cells are heads, of another one the first. */
    private static String row(String line, String scope) {
        var cells = new StringBuilder();
        for (var value : line.split(",")) {
            cells.append(
                    cells.length() == 0 || scope.equals("col")
                            ? String.format(ROOT, "<th scope=\"%s\">%s</th>", scope, value)
                            : String.format(ROOT, "<td>%s</td>", value));
        }
        return String.format(ROOT, "<tr>%s</tr>\n", cells);
    }
}
