package ticker.docs.evidence;

import static java.util.Locale.ROOT;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import ticker.docs.evidence.Measurements.Cell;

/** What a page says about a measured number: the number itself, and how it compares. */
public final class Claim {
    private static final double NEAR = 2; // times as much, or milliseconds more, is still about the same
    private static final double EXACT = 0.1; // of what a model says

    private final Measurements measurements;
    private final Cell cell;
    private final String metric;
    private final Map<String, Object> attributes;

    /** What the attributes of a macro say of a contender, such as events. */
    public Claim(Measurements measurements, String contender, Map<String, Object> attributes) {
        this.measurements = measurements;
        this.attributes = attributes;
        cell = new Cell(contender, value("rate"), value("clients"));
        metric = value("metric");
    }

    private String value(String name) {
        return String.valueOf(attributes.getOrDefault(name, "")).strip();
    }

    private List<String> names(String attribute) {
        return value(attribute).isEmpty() ? List.of() : List.of(value(attribute).split(" +"));
    }

    /** The number with its unit, linked to the list of all. */
    public String html() {
        return String.format(
                ROOT,
                "<a class=\"measured\" href=\"%s\">%s</a>",
                place(),
                quantity(cell.contender()).words());
    }

    /** The number as evidence for the topics that are named, on this page. */
    public MeasuredNumber number(String page) {
        var what = String.format(
                ROOT, "%s, %s, %s", measurements.title(cell.contender()), Phrases.of(metric), cell.conditions());
        return new MeasuredNumber(what, quantity(cell.contender()), place(), names("topic"), page);
    }

    private Quantity quantity(String contender) {
        return measurements.quantity(new Cell(contender, cell.rate(), cell.clients()), metric);
    }

    private String place() {
        return String.format(ROOT, "measured.html#%s-%s", cell.id(), metric);
    }

    /** What it says and is not so, in sentences. */
    public List<String> faults(Topics promised) {
        return Stream.of(
                        compared("below", "less than that of", (mine, other) -> mine < other),
                        compared("above", "more than that of", (mine, other) -> mine > other),
                        compared("near", "about that of", this::near),
                        modelled(),
                        names("topic").stream().flatMap(topic -> promised.fault(topic, number("")).stream()))
                .flatMap(faults -> faults)
                .toList();
    }

    private Stream<String> compared(String attribute, String words, BiPredicate<Double, Double> holds) {
        var mine = quantity(cell.contender());
        return names(attribute).stream()
                .filter(other -> !holds.test(mine.median(), quantity(other).median()))
                .map(other -> String.format(
                        ROOT,
                        "%s of %s is said to be %s %s, but it is %s and %s (%s).",
                        metric,
                        cell.contender(),
                        words,
                        other,
                        mine.words(),
                        quantity(other).words(),
                        cell.conditions()));
    }

    private Stream<String> modelled() {
        var mine = quantity(cell.contender());
        return names("model").stream()
                .filter(model -> Math.abs(mine.median() / Double.parseDouble(model) - 1) > EXACT)
                .map(model -> String.format(
                        ROOT,
                        "%s of %s is said to be %s, but it is %s (%s).",
                        metric,
                        cell.contender(),
                        model,
                        mine.words(),
                        cell.conditions()));
    }

    private boolean near(double one, double other) {
        boolean sameMillis = measurements.unit(metric).equals("ms") && Math.abs(one - other) <= NEAR;
        return sameMillis || Math.max(one, other) <= NEAR * Math.min(one, other);
    }
}
