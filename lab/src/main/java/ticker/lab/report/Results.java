package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that one run has measured.
 *
 * @param kind quick or full
 * @param date of the run, in UTC
 */
public record Results(String kind, LocalDate date, Machine machine, List<Reading> readings) {
    /** What was measured of a cell, if it was. */
    public Optional<Reading> reading(Contender contender, double rate, int clients) {
        var cell = new Cell(contender, rate, clients);
        return readings.stream().filter(reading -> reading.cell().equals(cell)).findFirst();
    }

    /** The median of one value, if it was measured. */
    public Optional<Double> value(Contender contender, double rate, int clients, Metric metric) {
        return reading(contender, rate, clients).flatMap(reading -> reading.median(metric));
    }

    /** A contender's readings with so many clients, by rate. */
    Stream<Reading> byRate(Contender contender, int clients) {
        return readings.stream()
                .filter(reading -> reading.cell().contender().equals(contender)
                        && reading.cell().clients() == clients)
                .sorted(Comparator.comparingDouble(reading -> reading.cell().rate()));
    }

    /** The largest number of clients, up to a limit, that a contender was measured with at every rate. */
    int maxClients(int limit) {
        var rates = readings.stream()
                .map(reading -> reading.cell().rate())
                .distinct()
                .count();
        return readings.stream()
                .map(reading -> reading.cell().clients())
                .distinct()
                .filter(clients -> clients <= limit)
                .filter(clients -> byRate(Contender.ALL.get(0), clients).count() == rates)
                .max(Comparator.naturalOrder())
                .orElse(100);
    }

    /** The numbers that tell the most, for the console. */
    String summary() {
        var table = new StringBuilder(String.format(
                ROOT,
                "%-20s %12s %12s %12s %14s %12s%n",
                "at 10 a second",
                "age p50 ms",
                "age p99 ms",
                "bytes/update",
                "requests/update",
                "CPU µs/upd."));
        for (var contender : Contender.ALL) {
            reading(contender, 10, 100)
                    .ifPresent(reading -> table.append(String.format(
                            ROOT,
                            "%-20s %12s %12s %12s %14s %12s%n",
                            contender.title(),
                            shown(reading, Metric.AGE_P50),
                            shown(reading, Metric.AGE_P99),
                            shown(reading, Metric.BYTES_PER_UPDATE),
                            shown(reading, Metric.REQUESTS_PER_UPDATE),
                            shown(reading, Metric.CPU_PER_UPDATE))));
        }
        return table + "(~ marks what differed between repeats by more than 30 %.)";
    }

    private static String shown(Reading reading, Metric metric) {
        var spread = reading.values().get(metric);
        if (spread == null) {
            return "-";
        }
        return (spread.noisy(metric.resolution()) ? "~" : "") + Numbers.shown(spread.median());
    }
}
