package ticker.lab.report;

import java.util.List;

/** Two ways to do the same, under the same clients: what a price and a client cost with each. */
final class Comparison {
    private Comparison() {}

    static Table of(List<Reading> readings) {
        return new Table(
                List.of(
                        "server",
                        "prices a second",
                        "clients",
                        "bytes for each price",
                        "CPU for each price (µs)",
                        "heap for each client (bytes)",
                        "real memory for each client (bytes)",
                        "threads"),
                readings.stream().map(Comparison::row).toList());
    }

    private static List<String> row(Reading reading) {
        return List.of(
                reading.cell().contender().title(),
                Cell.plain(reading.cell().rate()),
                Integer.toString(reading.cell().clients()),
                shown(reading, Metric.BYTES_PER_UPDATE),
                shown(reading, Metric.CPU_PER_UPDATE),
                shown(reading, Metric.HEAP_PER_CLIENT),
                shown(reading, Metric.RESIDENT_PER_CLIENT),
                shown(reading, Metric.THREADS_ADDED));
    }

    private static String shown(Reading reading, Metric metric) {
        return reading.median(metric).map(Numbers::plain).orElse("–");
    }
}
