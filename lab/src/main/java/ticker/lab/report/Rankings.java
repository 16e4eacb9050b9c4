package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which contender is ahead of which, by each measure and in each cell of a {@code results.csv}. Two are even when their
 * repeats overlap, or differ by what can't be told apart: by no more than 30 % of a time or an amount of memory, 5 % of
 * what is counted.
 */
final class Rankings {
    private static final List<Metric> MEASURES = List.of(
            Metric.AGE_P50,
            Metric.REQUESTS_PER_UPDATE,
            Metric.BYTES_PER_UPDATE,
            Metric.OVERHEAD,
            Metric.CPU_PER_UPDATE,
            Metric.HEAP_PER_CLIENT,
            Metric.FIRST_PRICE_P50,
            Metric.RECOVERY_P50);
    private static final Set<Metric> COUNTED =
            Set.of(Metric.REQUESTS_PER_UPDATE, Metric.BYTES_PER_UPDATE, Metric.OVERHEAD);
    private static final int MANY = 1000; // clients: with fewer, CPU time is counted in steps too long to rank by

    /** What the contenders were measured at: {@code ageP50/10/100}. */
    private record Case(String metric, String rate, String clients) {
        @Override
        public String toString() {
            return metric + "/" + rate + "/" + clients;
        }
    }

    private final Map<Case, Map<String, Spread>> cases = new LinkedHashMap<>();

    Rankings(String csv) {
        csv.lines().skip(1).map(line -> line.split(",")).forEach(this::add);
    }

    /** The columns: contender, rate, clients, metric, unit, median, low, high, repeats, noisy. */
    private void add(String[] row) {
        var spread = new Spread(
                Double.parseDouble(row[5]),
                Double.parseDouble(row[6]),
                Double.parseDouble(row[7]),
                Integer.parseInt(row[8]));
        cases.computeIfAbsent(new Case(row[3], row[1], row[2]), measured -> new HashMap<>())
                .put(row[0], spread);
    }

    /** How two runs compare, in a sentence or more. */
    String comparedWith(Rankings other) {
        var disagreements = disagreements(other);
        if (!disagreements.isEmpty()) {
            return disagreements.stream().collect(Collectors.joining("\n  ", "The run before disagrees:\n  ", ""));
        }
        long common = MEASURES.stream()
                .flatMap(this::ranked)
                .filter(at -> other.cases.getOrDefault(at, Map.of()).size() > 1)
                .count();
        return String.format(ROOT, "The run before agrees on all %d rankings.", common);
    }

    /** Where another run says the opposite, in sentences. */
    List<String> disagreements(Rankings other) {
        return MEASURES.stream()
                .flatMap(metric -> ranked(metric).flatMap(at -> disagreements(other, metric, at)))
                .toList();
    }

    /** The cases in which several contenders were measured. */
    private Stream<Case> ranked(Metric metric) {
        return cases.keySet().stream()
                .filter(at -> at.metric().equals(metric.label()))
                .filter(at -> metric != Metric.CPU_PER_UPDATE || Integer.parseInt(at.clients()) >= MANY)
                .filter(at -> cases.get(at).size() > 1);
    }

    private Stream<String> disagreements(Rankings other, Metric metric, Case at) {
        return Contender.ALL.stream()
                .flatMap(first -> Contender.ALL.stream()
                        .filter(second ->
                                isAhead(first, second, metric, at) && other.isAhead(second, first, metric, at))
                        .map(second -> String.format(
                                ROOT,
                                "%s: %s is ahead of %s in one run, behind in the other.",
                                at,
                                first.key(),
                                second.key())));
    }

    /** Whether the first clearly needs less. It is not if one of them was not measured. */
    private boolean isAhead(Contender first, Contender second, Metric metric, Case at) {
        var spreads = cases.getOrDefault(at, Map.of());
        var one = spreads.get(first.key());
        var other = spreads.get(second.key());
        return one != null && other != null && one.median() < other.median() && !even(one, other, metric);
    }

    private static boolean even(Spread one, Spread other, Metric metric) {
        double difference = Math.abs(one.median() - other.median());
        double tolerance = COUNTED.contains(metric) ? 0.05 : 0.3;
        return difference <= metric.resolution()
                || difference <= tolerance * Math.max(one.median(), other.median())
                || one.low() <= other.high() && other.low() <= one.high();
    }
}
