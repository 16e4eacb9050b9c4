package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import ticker.docs.evidence.Measurements.Cell;

/** The list of all that was measured: a table for each rate and number of clients. The numbers of the pages link to it. */
public final class Ledger {
    private final Measurements measurements;

    /** The list of these measurements. */
    public Ledger(Measurements measurements) {
        this.measurements = measurements;
    }

    /** The list as HTML. */
    public String html() {
        var groups = new LinkedHashMap<String, List<Cell>>();
        for (var contender : measurements.contenders()) {
            for (var cell : measurements.cells(contender)) {
                groups.computeIfAbsent(cell.conditions(), group -> new ArrayList<>())
                        .add(cell);
            }
        }
        return groups.entrySet().stream().map(this::section).collect(Collectors.joining());
    }

    private String section(Map.Entry<String, List<Cell>> group) {
        var cells = group.getValue();
        return String.format(
                ROOT,
                """
                <div class="sect1"><h2 id="at-%s">%s</h2><div class="sectionbody">\
                <div class="wide" tabindex="0"><table class="measured ledger"><thead><tr><th scope="col">Measure</th>%s</tr></thead>\
                <tbody>%s</tbody></table></div>%s</div></div>
                """,
                cells.get(0).place(),
                group.getKey(),
                each(
                        cells,
                        cell -> String.format(ROOT, "<th scope=\"col\">%s</th>", measurements.title(cell.contender()))),
                each(measurements.metrics(), metric -> row(metric, cells)),
                remarks(cells));
    }

    private String row(String metric, List<Cell> cells) {
        if (cells.stream().noneMatch(cell -> measurements.has(cell, metric))) {
            return "";
        }
        return String.format(
                ROOT,
                "<tr><th scope=\"row\">%s</th>%s</tr>\n",
                Phrases.withUnit(metric, measurements.unit(metric)),
                each(cells, cell -> quantity(cell, metric)));
    }

    private String quantity(Cell cell, String metric) {
        return measurements.has(cell, metric)
                ? String.format(
                        ROOT,
                        "<td id=\"%s-%s\">%s</td>",
                        cell.id(),
                        metric,
                        measurements.quantity(cell, metric).number())
                : "<td>–</td>";
    }

    private String remarks(List<Cell> cells) {
        var remarks = each(
                cells,
                cell -> each(
                        measurements.remarks(cell),
                        remark ->
                                String.format(ROOT, "<li>%s: %s</li>", measurements.title(cell.contender()), remark)));
        return remarks.isEmpty() ? "" : String.format(ROOT, "<p>Doubtful here:</p><ul>%s</ul>", remarks);
    }

    private static <T> String each(List<T> things, Function<T, String> html) {
        return things.stream().map(html).collect(Collectors.joining());
    }
}
