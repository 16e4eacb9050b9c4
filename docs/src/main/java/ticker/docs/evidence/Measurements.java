package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code ./mvnw -Pmeasure} has found. A value that isn't there is a NoSuchElementException that says which. */
public final class Measurements {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /**
     * One case that was measured.
     *
     * @param contender such as polling-1s
     * @param rate prices a second, as the file writes them: 0.1, 10
     */
    public record Cell(String contender, String rate, String clients) {
        private static Cell of(Map<String, String> row) {
            return new Cell(row.get("contender"), row.get("rate"), row.get("clients"));
        }

        /** Where in the list of all its conditions are. */
        String place() {
            return rate.replace('.', '_') + "-" + clients;
        }

        /** Its own place there. */
        String id() {
            return contender + "-" + place();
        }

        /** What it shares with the others that were measured at the same rate with as many clients. */
        String conditions() {
            return String.format(
                    ROOT,
                    "%s price%s a second, %,d client%s",
                    rate,
                    plural(rate),
                    Integer.parseInt(clients),
                    plural(clients));
        }

        private static String plural(String number) {
            return number.equals("1") ? "" : "s";
        }
    }

    private final JsonNode run;
    private final Map<Cell, Map<String, Quantity>> values = new LinkedHashMap<>();
    private final Map<Cell, List<String>> remarks = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();

    /** The measurements of the three files that it writes: the run, its results, and remarks on some of them. */
    public Measurements(String run, String results, String remarks) {
        this.run = JSON.readTree(run);
        for (var row : Csv.rows(results)) {
            var unit = row.get("unit");
            var median = Double.parseDouble(row.get("median"));
            units.put(row.get("metric"), unit);
            values.computeIfAbsent(Cell.of(row), cell -> new HashMap<>())
                    .put(row.get("metric"), new Quantity(median, unit, Boolean.parseBoolean(row.get("noisy"))));
        }
        for (var row : Csv.rows(remarks)) {
            this.remarks
                    .computeIfAbsent(Cell.of(row), cell -> new ArrayList<>())
                    .add(row.get("remark"));
        }
    }

    /** The contenders' names in the file, in the order of the lessons. */
    public List<String> contenders() {
        return List.copyOf(run.get("contenders").propertyNames());
    }

    /** The title of a contender, such as Server-Sent Events. */
    public String title(String contender) {
        var title = run.get("contenders").get(contender);
        if (title == null) {
            throw new NoSuchElementException(String.format(ROOT, "nothing was measured of %s.", contender));
        }
        return title.asString();
    }

    /** All that was measured, in words such as ageP50. */
    public List<String> metrics() {
        return run.get("metrics").valueStream().map(JsonNode::asString).toList();
    }

    /** The unit of a metric, such as ms. */
    public String unit(String metric) {
        if (!units.containsKey(metric)) {
            throw new NoSuchElementException(String.format(ROOT, "there is no measure called %s.", metric));
        }
        return units.get(metric);
    }

    /** The value of a metric in a case. */
    public Quantity quantity(Cell cell, String metric) {
        unit(metric);
        if (!has(cell, metric)) {
            throw new NoSuchElementException(String.format(
                    ROOT,
                    "%s was not measured of %s with %s clients at %s prices a second.",
                    metric,
                    cell.contender(),
                    cell.clients(),
                    cell.rate()));
        }
        return values.get(cell).get(metric);
    }

    /** Whether this metric was measured in that case. */
    public boolean has(Cell cell, String metric) {
        return values.getOrDefault(cell, Map.of()).containsKey(metric);
    }

    /** What makes a case doubtful, in sentences. */
    public List<String> remarks(Cell cell) {
        return remarks.getOrDefault(cell, List.of());
    }

    /** All cases of a contender. */
    public List<Cell> cells(String contender) {
        return values.keySet().stream()
                .filter(cell -> cell.contender().equals(contender))
                .toList();
    }

    /** On what, with what and when it was measured. */
    public String machine() {
        var machine = run.get("machine");
        return String.format(
                ROOT,
                "%s (%d processors, %d GiB), %s, %s, on %s",
                machine.get("cpu").asString(),
                machine.get("processors").asInt(),
                machine.get("memory").asInt(),
                machine.get("system").asString(),
                machine.get("jdk").asString(),
                LocalDate.parse(run.get("date").asString()).format(DATE));
    }
}
