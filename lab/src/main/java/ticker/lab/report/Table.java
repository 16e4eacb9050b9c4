package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measured values side by side, as the docs show them. No value has a comma. */
record Table(List<String> columns, List<List<String>> rows) {
    /** A line that says when and on what was measured, and then the table. */
    String csv(LocalDate date, Machine machine) {
        var head = String.format(
                ROOT,
                "Measured on %s on %s (%d processors, %d GiB), %s, %s\n",
                date,
                machine.cpu(),
                machine.processors(),
                machine.memory(),
                machine.system(),
                machine.jdk());
        return Stream.concat(Stream.of(columns), rows.stream())
                .map(row -> String.join(",", row) + "\n")
                .collect(Collectors.joining("", head, ""));
    }
}
