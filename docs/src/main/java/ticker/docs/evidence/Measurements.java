package ticker.docs.evidence;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    public record Cell(String contender, String rate, String readers) {
        /** Where in the list of all its conditions are. */
        String place() {
            return rate.replace('.', '_') + "-" + readers;
        }

        /** Its own place there. */
        String id() {
            return contender + "-" + place();
        }

        /** What it shares with the others that were measured at the same rate with as many readers. */
        String conditions() {
            return "%s price%s a second, %,d reader%s"
                    .formatted(rate, plural(rate), Integer.parseInt(readers), plural(readers));
        }

        private static String plural(String number) {
            return number.equals("1") ? "" : "s";
        }
    }

    private final JsonNode results;

    /** The measurements of a file. */
    public Measurements(String json) {
        results = JSON.readTree(json);
    }

    /** The contenders' names in the file, in the order of the lessons. */
    public List<String> contenders() {
        return List.copyOf(results.get("contenders").propertyNames());
    }

    /** The title of a contender, such as Server-Sent Events. */
    public String title(String contender) {
        var title = results.get("contenders").get(contender);
        if (title == null) {
            throw new NoSuchElementException("nothing was measured of %s.".formatted(contender));
        }
        return title.asString();
    }

    /** All that was measured, in words such as ageP50. */
    public List<String> metrics() {
        return List.copyOf(results.get("units").propertyNames());
    }

    /** The unit of a metric, such as ms. */
    public String unit(String metric) {
        var unit = results.get("units").get(metric);
        if (unit == null) {
            throw new NoSuchElementException("there is no measure called %s.".formatted(metric));
        }
        return unit.asString();
    }

    /** The value of a metric in a case. */
    public Quantity quantity(Cell cell, String metric) {
        var unit = unit(metric);
        var value = node(cell).get(metric);
        if (value == null) {
            throw new NoSuchElementException("%s was not measured of %s with %s readers at %s prices a second."
                    .formatted(metric, cell.contender(), cell.readers(), cell.rate()));
        }
        return new Quantity(
                value.get("median").asDouble(), unit, value.get("noisy").asBoolean());
    }

    /** Whether this metric was measured in that case. */
    public boolean has(Cell cell, String metric) {
        return node(cell).has(metric);
    }

    /** What makes a case doubtful, in sentences. */
    public List<String> remarks(Cell cell) {
        var remarks = new ArrayList<String>();
        node(cell).path("remarks").forEach(remark -> remarks.add(remark.asString()));
        return remarks;
    }

    private JsonNode node(Cell cell) {
        return results.get("cells").path(cell.contender()).path(cell.rate()).path(cell.readers());
    }

    /** All cases of a contender. */
    public List<Cell> cells(String contender) {
        var cells = new ArrayList<Cell>();
        var rates = results.get("cells").path(contender);
        for (var rate : rates.propertyNames()) {
            for (var readers : rates.get(rate).propertyNames()) {
                cells.add(new Cell(contender, rate, readers));
            }
        }
        return cells;
    }

    /** On what, with what and when it was measured. */
    public String machine() {
        var machine = results.get("machine");
        return "%s (%d processors, %d GiB), %s, %s, on %s"
                .formatted(
                        machine.get("cpu").asString(),
                        machine.get("processors").asInt(),
                        machine.get("memory").asInt(),
                        machine.get("system").asString(),
                        machine.get("jdk").asString(),
                        LocalDate.parse(results.get("date").asString()).format(DATE));
    }
}
