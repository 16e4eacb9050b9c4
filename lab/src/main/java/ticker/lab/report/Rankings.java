package ticker.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Who is ahead of whom, by each measure and in each cell of a results.json. Two are even when their repeats overlap, or
 * differ by what can't be told apart: by no more than 30 % of a time or an amount of memory, 5 % of what is counted.
 */
final class Rankings {
    static final List<Metric> MEASURES = List.of(
            Metric.AGE_P50,
            Metric.REQUESTS_PER_UPDATE,
            Metric.BYTES_PER_UPDATE,
            Metric.OVERHEAD,
            Metric.CPU_PER_UPDATE,
            Metric.HEAP_PER_READER,
            Metric.FIRST_PRICE_P50,
            Metric.RECOVERY_P50);
    private static final Set<Metric> COUNTED =
            Set.of(Metric.REQUESTS_PER_UPDATE, Metric.BYTES_PER_UPDATE, Metric.OVERHEAD);
    private static final int MANY = 1000; // readers: with fewer, CPU time is counted in steps too long to rank by

    private final JsonNode cells;

    Rankings(JsonNode results) {
        cells = results.path("cells");
    }

    /** Each ranking in words, the least first: {@code websocket = events < polling-1s}. */
    Map<String, String> all() {
        var rankings = new LinkedHashMap<String, String>();
        for (var metric : MEASURES) {
            for (var place : places(metric)) {
                var ranked = Contender.ALL.stream()
                        .filter(contender -> value(contender, place, metric).isPresent())
                        .sorted(Comparator.comparingDouble(contender -> median(contender, place, metric)))
                        .toList();
                if (ranked.size() > 1) {
                    rankings.put(metric.label() + place, words(ranked, place, metric));
                }
            }
        }
        return rankings;
    }

    private String words(List<Contender> ranked, String place, Metric metric) {
        var words = new StringBuilder(ranked.get(0).key());
        var leader = ranked.get(0); // of those who are even
        for (var contender : ranked.subList(1, ranked.size())) {
            boolean even = compare(leader, contender, place, metric) == 0;
            words.append(even ? " = " : " < ").append(contender.key());
            leader = even ? leader : contender;
        }
        return words.toString();
    }

    /** The rates and numbers of readers that were measured, as the ends of JSON pointers. */
    private List<String> places(Metric metric) {
        return cells.propertyStream()
                .flatMap(contender -> contender.getValue().propertyStream())
                .flatMap(rate -> rate.getValue().propertyNames().stream()
                        .filter(readers -> metric != Metric.CPU_PER_UPDATE || Integer.parseInt(readers) >= MANY)
                        .map(readers -> "/" + rate.getKey() + "/" + readers))
                .distinct()
                .toList();
    }

    private Optional<JsonNode> value(Contender contender, String place, Metric metric) {
        return cells.at("/" + contender.key() + place + "/" + metric.label()).asOptional();
    }

    private double median(Contender contender, String place, Metric metric) {
        return value(contender, place, metric).orElseThrow().path("median").doubleValue();
    }

    /** Negative: the first needs less. 0: they are even, or one of them was not measured. */
    private int compare(Contender first, Contender second, String place, Metric metric) {
        var one = value(first, place, metric);
        var other = value(second, place, metric);
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        double least = one.get().path("median").doubleValue();
        double most = other.get().path("median").doubleValue();
        double difference = Math.abs(least - most);
        boolean close = difference <= metric.resolution() || difference <= tolerance(metric) * Math.max(least, most);
        return close || overlap(one.get(), other.get()) ? 0 : Double.compare(least, most);
    }

    private static double tolerance(Metric metric) {
        return COUNTED.contains(metric) ? 0.05 : 0.3;
    }

    private static boolean overlap(JsonNode one, JsonNode other) {
        return one.path("low").doubleValue() <= other.path("high").doubleValue()
                && other.path("low").doubleValue() <= one.path("high").doubleValue();
    }

    /** Where another run says the opposite, in sentences. */
    List<String> disagreements(Rankings other) {
        var sentences = new ArrayList<String>();
        for (var metric : MEASURES) {
            for (var place : places(metric)) {
                for (var first : Contender.ALL) {
                    for (var second : Contender.ALL) {
                        int here = compare(first, second, place, metric);
                        if (here < 0 && other.compare(first, second, place, metric) > 0) {
                            sentences.add("%s%s: %s is ahead of %s in one run, behind in the other."
                                    .formatted(metric.label(), place, first.key(), second.key()));
                        }
                    }
                }
            }
        }
        return sentences;
    }

    /** How two runs compare, in a sentence or more. */
    String comparedWith(Rankings other) {
        var disagreements = disagreements(other);
        var common = all().keySet();
        common.retainAll(other.all().keySet());
        if (disagreements.isEmpty()) {
            return "The run before agrees on all %d rankings.".formatted(common.size());
        }
        return disagreements.stream().collect(Collectors.joining("\n  ", "The run before disagrees:\n  ", ""));
    }
}
