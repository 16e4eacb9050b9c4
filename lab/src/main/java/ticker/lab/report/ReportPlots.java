package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The plots of a run, by name. */
final class ReportPlots {
    private final Results results;
    private final Map<String, String> plots = new LinkedHashMap<>();

    private ReportPlots(Results results) {
        this.results = results;
    }

    static Map<String, String> of(Results results) {
        var plots = new ReportPlots(results);
        plots.byRate("age-p50", "Age of a price, p50", "ms", Metric.AGE_P50, 100, 0.1);
        plots.byRate("age-p99", "Age of a price, p99", "ms", Metric.AGE_P99, 100, 0.1);
        plots.byRate("bytes-per-update", "Bytes per update", "both directions", Metric.BYTES_PER_UPDATE, 100, 1);
        plots.byRate("requests-per-update", "Requests per update", "", Metric.REQUESTS_PER_UPDATE, 100, 0.001);
        int many = results.maxClients(1000);
        plots.byRate("cpu-per-update", "CPU of the server per update", "µs", Metric.CPU_PER_UPDATE, many, 0.1);
        plots.byClients("age-clients", "Age of a price, p99", "ms", Metric.AGE_P99, 10);
        plots.byClients("memory-per-client", "Heap per client", "bytes", Metric.HEAP_PER_CLIENT, lowestRate(results));
        plots.wastedPolls();
        return plots.plots;
    }

    private static double lowestRate(Results results) {
        return results.readings().stream()
                .filter(reading -> reading.median(Metric.HEAP_PER_CLIENT).isPresent())
                .mapToDouble(reading -> reading.cell().rate())
                .min()
                .orElse(1);
    }

    private void byRate(String name, String title, String unit, Metric metric, int clients, double floor) {
        var series = Contender.ALL.stream()
                .map(contender -> series(
                        contender,
                        results.byRate(contender, clients),
                        metric,
                        reading -> reading.cell().rate()))
                .toList();
        add(name, String.format(ROOT, "%s, with %,d clients", title, clients), "prices a second", unit, floor, series);
    }

    private void byClients(String name, String title, String unit, Metric metric, double rate) {
        var series = Contender.ALL.stream()
                .map(contender -> series(
                        contender,
                        results.readings().stream()
                                .filter(reading -> reading.cell().rate() == rate),
                        metric,
                        reading -> reading.cell().clients()))
                .toList();
        var what = String.format(ROOT, "%s, at %s prices a second", title, Cell.plain(rate));
        add(name, what, "clients", unit, 0.1, series);
    }

    private static LinePlot.Series series(
            Contender contender, Stream<Reading> readings, Metric metric, ToDoubleFunction<Reading> place) {
        var points = readings.filter(reading -> reading.cell().contender().equals(contender))
                .filter(reading -> reading.median(metric).isPresent())
                .sorted(Comparator.comparingDouble(place))
                .map(reading -> new LinePlot.Point(
                        place.applyAsDouble(reading), reading.median(metric).get()))
                .toList();
        return new LinePlot.Series(contender.title(), Contender.ALL.indexOf(contender), points);
    }

    private void add(String name, String title, String across, String unit, double floor, List<LinePlot.Series> all) {
        var series = all.stream().filter(one -> !one.points().isEmpty()).toList();
        if (series.isEmpty()) {
            return;
        }
        var x = Axis.powers(across, 0, values(series, true));
        var y = Axis.powers(unit.isEmpty() ? title : title + " (" + unit + ")", floor, values(series, false));
        plots.put(name, new LinePlot(title + " against " + across + ". " + words(series), x, y, series).svg());
    }

    private static DoubleStream values(List<LinePlot.Series> series, boolean across) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(point -> across ? point.x() : point.y());
    }

    /** What a line does, from its first point to its last. */
    private static String words(List<LinePlot.Series> series) {
        var words = new ArrayList<String>();
        for (var one : series) {
            var first = one.points().get(0);
            var last = one.points().get(one.points().size() - 1);
            words.add(String.format(
                    ROOT, "%s: %s to %s", one.title(), Numbers.shown(first.y()), Numbers.shown(last.y())));
        }
        return String.join("; ", words) + ".";
    }

    /** One line for both intervals: what counts is how many prices move between two polls. */
    private void wastedPolls() {
        var points = Contender.ALL.stream()
                .filter(Contender::polls)
                .flatMap(contender -> series(
                        contender,
                        results.byRate(contender, 100),
                        Metric.EMPTY,
                        reading -> reading.cell().rate() * contender.interval())
                        .points()
                        .stream())
                .sorted(Comparator.comparingDouble(LinePlot.Point::x))
                .toList();
        var series = List.of(new LinePlot.Series("Polling", 0, points));
        var x = Axis.powers("prices a second × seconds between polls", 0, values(series, true));
        var y = Axis.shares("Share of polls that bring nothing");
        var title = "The share of polls that bring nothing, against prices between two polls. " + words(series);
        plots.put("wasted-polls", new LinePlot(title, x, y, series).svg());
    }
}
