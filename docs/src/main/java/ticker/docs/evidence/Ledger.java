package ticker.docs.evidence;

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
        return """
                <div class="sect1"><h2 id="at-%s">%s</h2><div class="sectionbody">\
                <div class="wide" tabindex="0"><table class="measured ledger"><thead><tr><th scope="col">Measure</th>%s</tr></thead>\
                <tbody>%s</tbody></table></div>%s</div></div>
                """.formatted(
                cells.get(0).place(),
                group.getKey(),
                each(cells, cell -> "<th scope=\"col\">%s</th>".formatted(measurements.title(cell.contender()))),
                each(measurements.metrics(), metric -> row(metric, cells)),
                remarks(cells));
    }

    private String row(String metric, List<Cell> cells) {
        if (cells.stream().noneMatch(cell -> measurements.has(cell, metric))) {
            return "";
        }
        return "<tr><th scope=\"row\">%s</th>%s</tr>\n"
                .formatted(
                        Phrases.withUnit(metric, measurements.unit(metric)),
                        each(cells, cell -> quantity(cell, metric)));
    }

    private String quantity(Cell cell, String metric) {
        return measurements.has(cell, metric)
                ? "<td id=\"%s-%s\">%s</td>"
                        .formatted(
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
                        remark -> "<li>%s: %s</li>".formatted(measurements.title(cell.contender()), remark)));
        return remarks.isEmpty() ? "" : "<p>Doubtful here:</p><ul>%s</ul>".formatted(remarks);
    }

    private static <T> String each(List<T> things, Function<T, String> html) {
        return things.stream().map(html).collect(Collectors.joining());
    }
}
