package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import ticker.docs.evidence.Measurements.Cell;

/** Measured numbers side by side: a row for each contender, a column for each thing that was measured of it. */
public final class Tabulation {
    /** What a column shows, such as ageP50 at 10 prices a second with 100 clients. */
    public record Column(String metric, String rate, String clients) {
        Cell cell(String contender) {
            return new Cell(contender, rate, clients);
        }
    }

    private final Measurements measurements;
    private final List<Column> columns;

    /** A table with these columns. One of which nothing was measured is a NoSuchElementException. */
    public Tabulation(Measurements measurements, List<Column> columns) {
        this.measurements = measurements;
        this.columns = columns;
        for (var column : columns) {
            if (measurements.contenders().stream().noneMatch(contender -> has(contender, column))) {
                throw new NoSuchElementException(String.format(
                        ROOT,
                        "%s was not measured with %s clients at %s prices a second.",
                        column.metric(),
                        column.clients(),
                        column.rate()));
            }
        }
    }

    /** Every combination of metrics, rates and numbers of clients. */
    public static List<Column> columns(List<String> metrics, List<String> rates, List<String> clients) {
        var columns = new ArrayList<Column>();
        for (var metric : metrics) {
            for (var rate : rates) {
                clients.forEach(number -> columns.add(new Column(metric, rate, number)));
            }
        }
        return columns;
    }

    /** The table as HTML, with a row for each of these contenders of which anything was measured. */
    public String html(String caption, List<String> contenders) {
        var head = columns.stream().map(this::heading).collect(Collectors.joining());
        var rows = contenders.stream()
                .filter(contender -> columns.stream().anyMatch(column -> has(contender, column)))
                .map(this::row)
                .collect(Collectors.joining());
        return String.format(ROOT, """
                <table class="measured"><caption>%s</caption><thead><tr><th scope="col">Technique</th>%s</tr></thead>\
                <tbody>%s</tbody></table>""", caption, head, rows);
    }

    /** What makes this column another than the others. */
    private String heading(Column column) {
        var parts = new ArrayList<String>();
        if (columns.stream().map(Column::metric).distinct().count() > 1) {
            parts.add(Phrases.withUnit(column.metric(), measurements.unit(column.metric())));
        }
        if (columns.stream().map(Column::rate).distinct().count() > 1) {
            parts.add(column.rate() + " prices a second");
        }
        if (columns.stream().map(Column::clients).distinct().count() > 1) {
            parts.add(String.format(ROOT, "%,d clients", Integer.parseInt(column.clients())));
        }
        return String.format(ROOT, "<th scope=\"col\">%s</th>", String.join(", ", parts));
    }

    private String row(String contender) {
        var cells = columns.stream().map(column -> cell(contender, column)).collect(Collectors.joining());
        return String.format(ROOT, "<tr><th scope=\"row\">%s</th>%s</tr>\n", measurements.title(contender), cells);
    }

    private String cell(String contender, Column column) {
        return has(contender, column)
                ? String.format(
                        ROOT,
                        "<td>%s</td>",
                        measurements
                                .quantity(column.cell(contender), column.metric())
                                .number())
                : "<td>–</td>";
    }

    private boolean has(String contender, Column column) {
        return measurements.has(column.cell(contender), column.metric());
    }
}
