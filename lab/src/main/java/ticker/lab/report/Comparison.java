package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.util.stream.Collectors;

/** Servers that block a virtual thread for each client, beside the lessons' own, as a table for people. */
final class Comparison {
    private final Results results;

    Comparison(Results results) {
        this.results = results;
    }

    String table() {
        var machine = results.machine();
        var head = String.format(
                ROOT,
                "Measured on %s on %s (%d processors, %d GiB), %s, %s\n\n%-24s %8s %8s %12s %8s %12s\n",
                results.date(),
                machine.cpu(),
                machine.processors(),
                machine.memory(),
                machine.system(),
                machine.jdk(),
                "",
                "prices/s",
                "clients",
                "heap/client",
                "threads",
                "CPU/price µs");
        return results.readings().stream().map(Comparison::row).collect(Collectors.joining("", head, ""));
    }

    private static String row(Reading reading) {
        return String.format(
                ROOT,
                "%-24s %8s %8d %12s %8s %12s\n",
                reading.cell().contender().title(),
                Cell.plain(reading.cell().rate()),
                reading.cell().clients(),
                shown(reading, Metric.HEAP_PER_CLIENT),
                shown(reading, Metric.THREADS_ADDED),
                shown(reading, Metric.CPU_PER_UPDATE));
    }

    private static String shown(Reading reading, Metric metric) {
        return reading.median(metric).map(Numbers::shown).orElse("–");
    }
}
