package ticker.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes results for machines and for the docs: JSON, CSV and plots. */
final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Results results;

    Report(Results results) {
        this.results = results;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), JSON.writeValueAsString(json()) + "\n");
        Files.writeString(folder.resolve("results.csv"), csv());
        for (var plot : ReportPlots.of(results).entrySet()) {
            Files.writeString(folder.resolve(plot.getKey() + ".svg"), plot.getValue());
        }
    }

    /** How the results in a folder, if there are any, compare with these. */
    Optional<String> comparison(Path folder) throws IOException {
        var before = folder.resolve("results.json");
        if (!Files.exists(before)) {
            return Optional.empty();
        }
        var old = new Rankings(JSON.readTree(Files.readString(before)));
        return Optional.of(new Rankings(json()).comparedWith(old));
    }

    /** Everything, with the cells by contender, rate and readers: {@code /cells/events/10/100/ageP50/median}. */
    ObjectNode json() {
        var json = JSON.createObjectNode();
        json.put("kind", results.kind());
        json.put("date", results.date().toString());
        json.set("machine", JSON.valueToTree(results.machine()));
        var contenders = json.putObject("contenders");
        Contender.ALL.forEach(contender -> contenders.put(contender.key(), contender.title()));
        var units = json.putObject("units");
        for (var metric : Metric.values()) {
            units.put(metric.label(), metric.unit());
        }
        json.set("coefficients", Coefficients.of(results));
        findings(json.putObject("findings"));
        cells(json.putObject("cells"));
        json.set("rankings", JSON.valueToTree(new Rankings(json).all()));
        return json;
    }

    private void findings(ObjectNode json) {
        for (var finding : Findings.of(results)) {
            json.withObjectProperty(finding.subject()).put(finding.name(), Numbers.exact(finding.value()));
        }
    }

    private void cells(ObjectNode json) {
        for (var reading : results.readings()) {
            var cell = reading.cell();
            var values = json.withObjectProperty(cell.contender().key())
                    .withObjectProperty(Cell.plain(cell.rate()))
                    .withObjectProperty(Integer.toString(cell.readers()));
            reading.values()
                    .forEach((metric, spread) -> values.putObject(metric.label())
                            .put("median", Numbers.exact(spread.median()))
                            .put("low", Numbers.exact(spread.low()))
                            .put("high", Numbers.exact(spread.high()))
                            .put("repeats", spread.repeats())
                            .put("noisy", spread.noisy(metric.resolution())));
            var remarks = values.putArray("remarks");
            reading.remarks().forEach(remarks::add);
        }
    }

    private String csv() {
        var csv = new StringBuilder("contender,rate,readers,metric,unit,median,low,high,repeats,noisy\n");
        for (var reading : results.readings()) {
            var cell = reading.cell();
            reading.values()
                    .forEach((metric, spread) -> csv.append("%s,%s,%d,%s,%s,%s,%s,%s,%d,%s\n"
                            .formatted(
                                    cell.contender().key(),
                                    Cell.plain(cell.rate()),
                                    cell.readers(),
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
}
