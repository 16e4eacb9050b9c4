package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes results for machines and for the docs: all numbers in {@code results.csv}, what is to be said of the run and of
 * its cells beside them, what the pages' calculator needs, and plots.
 */
final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Results results;

    Report(Results results) {
        this.results = results;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.csv"), csv());
        Files.writeString(folder.resolve("remarks.csv"), remarks());
        Files.writeString(folder.resolve("run.json"), JSON.writeValueAsString(run()) + "\n");
        Files.writeString(folder.resolve("coefficients.json"), JSON.writeValueAsString(coefficients()) + "\n");
        for (var plot : ReportPlots.of(results).entrySet()) {
            Files.writeString(folder.resolve(plot.getKey() + ".svg"), plot.getValue());
        }
    }

    /** How the results in a folder, if there are any, compare with these. */
    Optional<String> comparison(Path folder) throws IOException {
        var before = folder.resolve("results.csv");
        if (!Files.exists(before)) {
            return Optional.empty();
        }
        var old = new Rankings(Files.readString(before));
        return Optional.of(new Rankings(csv()).comparedWith(old));
    }

    /** When and on what was measured, and the names in the order in which they are shown. */
    private ObjectNode run() {
        var json = header();
        var contenders = json.putObject("contenders");
        Contender.ALL.forEach(contender -> contenders.put(contender.key(), contender.title()));
        var metrics = json.putArray("metrics");
        for (var metric : Metric.values()) {
            metrics.add(metric.label());
        }
        return json;
    }

    private ObjectNode coefficients() {
        return header().set("coefficients", Coefficients.of(results));
    }

    private ObjectNode header() {
        var json = JSON.createObjectNode();
        json.put("kind", results.kind());
        json.put("date", results.date().toString());
        json.set("machine", JSON.valueToTree(results.machine()));
        return json;
    }

    private String csv() {
        var csv = new StringBuilder("contender,rate,clients,metric,unit,median,low,high,repeats,noisy\n");
        for (var reading : results.readings()) {
            reading.values()
                    .forEach((metric, spread) -> csv.append(String.format(
                            ROOT,
                            "%s,%s,%s,%s,%s,%s,%d,%s\n",
                            place(reading.cell()),
                            metric.label(),
                            metric.unit(),
                            Numbers.exact(spread.median()),
                            Numbers.exact(spread.low()),
                            Numbers.exact(spread.high()),
                            spread.repeats(),
                            spread.noisy(metric.resolution()))));
        }
        return csv.toString();
    }

    /** What makes a cell doubtful, in sentences. */
    private String remarks() {
        var csv = new StringBuilder("contender,rate,clients,remark\n");
        for (var reading : results.readings()) {
            reading.remarks()
                    .forEach(remark -> csv.append(String.format(ROOT, "%s,%s\n", place(reading.cell()), remark)));
        }
        return csv.toString();
    }

    private static String place(Cell cell) {
        return String.format(ROOT, "%s,%s,%d", cell.contender().key(), Cell.plain(cell.rate()), cell.clients());
    }
}
