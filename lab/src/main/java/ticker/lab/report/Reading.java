package ticker.lab.report;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of a cell.
 *
 * @param remarks what makes it doubtful, in sentences
 */
public record Reading(Cell cell, Map<Metric, Spread> values, List<String> remarks) {
    /** Puts the samples of a cell together. */
    static Reading of(Cell cell, Collection<Sample> samples, List<String> remarks) {
        var values = new EnumMap<Metric, Spread>(Metric.class);
        for (var metric : Metric.values()) {
            var found = samples.stream()
                    .filter(sample -> sample.values().containsKey(metric))
                    .mapToDouble(sample -> sample.values().get(metric))
                    .toArray();
            if (found.length > 0) {
                values.put(metric, Spread.of(found));
            }
        }
        return new Reading(cell, values, List.copyOf(remarks));
    }

    /** The median of a value, if it could be told. */
    public Optional<Double> median(Metric metric) {
        return Optional.ofNullable(values.get(metric)).map(Spread::median);
    }
}
