package ticker.lab.report;

import java.util.ArrayList;
import java.util.List;

/** The numbers behind the myths and topics that the syllabus marks as measured. What a run has not measured is left out. */
final class Findings {
    private static final double[] RATES = {0.1, 1, 10, 100};
    private static final Contender EVERY_SECOND = Contender.ALL.get(0);
    private static final Contender EVERY_FIVE = Contender.ALL.get(1);
    private static final Contender LONG = Contender.ALL.get(2);
    private static final Contender LINES = Contender.ALL.get(3);
    private static final Contender EVENTS = Contender.ALL.get(4);
    private static final Contender SOCKET = Contender.ALL.get(5);
    private static final Contender BY_HAND = Contender.ALL.get(6);

    private final Results results;
    private final List<Finding> found = new ArrayList<>();

    private Findings(Results results) {
        this.results = results;
    }

    static List<Finding> of(Results results) {
        var findings = new Findings(results);
        findings.bytes();
        findings.delays();
        findings.costs();
        findings.polls();
        findings.requests();
        return List.copyOf(findings.found);
    }

    private void bytes() {
        for (var contender : Contender.ALL) {
            overRates("M6", contender, 100, Metric.BYTES_PER_UPDATE);
            add("M6", contender, "-overhead", 1, 100, Metric.OVERHEAD);
            add("M6", contender, "-overhead-down-per-message", 1, 100, Metric.OVERHEAD_PER_MESSAGE);
        }
        for (double rate : RATES) {
            add("1.5", EVERY_SECOND, "-" + Cell.plain(rate), rate, 100, Metric.BYTES_PER_REQUEST);
        }
        add("1.5", EVERY_SECOND, "-overhead", 1, 100, Metric.OVERHEAD);
        for (var stream : List.of(LINES, EVENTS)) {
            add("3.13", stream, "", 1, 100, Metric.BYTES_PER_UPDATE);
            add("3.13", stream, "-overhead-down-per-message", 1, 100, Metric.OVERHEAD_PER_MESSAGE);
        }
    }

    private void delays() {
        for (var contender : Contender.ALL) {
            add("M7", contender, "-p50", 1, 100, Metric.AGE_P50);
            add("M7", contender, "-p99", 1, 100, Metric.AGE_P99);
            add("M7", contender, "-first-price", 10, 100, Metric.FIRST_PRICE_P50);
            add("M7", contender, "-recovery", 10, 100, Metric.RECOVERY_P50);
        }
        for (var contender : List.of(EVENTS, SOCKET, BY_HAND)) {
            add("M20", contender, "-p50", 1, 100, Metric.DELAY_P50);
            add("M20", contender, "-p99", 1, 100, Metric.DELAY_P99);
        }
        for (var contender : List.of(LONG, EVENTS, SOCKET)) {
            add("2.6", contender, "-p50", 1, 100, Metric.AGE_P50);
            add("2.6", contender, "-p99-at-100", 100, 1, Metric.AGE_P99);
        }
    }

    private void costs() {
        for (var contender : Contender.ALL) {
            add("M8", contender, "-heap-per-reader", 0.1, 10_000, Metric.HEAP_PER_READER);
            add("M8", contender, "-resident-per-reader", 0.1, 10_000, Metric.RESIDENT_PER_READER);
            add("M8", contender, "-threads", 0.1, 10_000, Metric.THREADS_ADDED);
            overRates("M8", contender, results.mostReaders(1000), Metric.CPU_PER_UPDATE, "-cpu");
            overRates("M23", contender, results.mostReaders(1000), Metric.CPU_PER_UPDATE, "-cpu");
            overRates("M23", contender, 100, Metric.BYTES_PER_UPDATE, "-bytes");
        }
        add("2.7", LONG, "-threads", 0.1, 10_000, Metric.THREADS_ADDED);
        add("2.7", LONG, "-heap-per-reader", 0.1, 10_000, Metric.HEAP_PER_READER);
        for (var socket : List.of(SOCKET, BY_HAND)) {
            add("4.15", socket, "-heap-per-reader", 0.1, 10_000, Metric.HEAP_PER_READER);
            add("4.15", socket, "-threads", 0.1, 10_000, Metric.THREADS_ADDED);
            add("4.15", socket, "-resident-per-reader", 0.1, 10_000, Metric.RESIDENT_PER_READER);
        }
    }

    private void polls() {
        for (var contender : List.of(EVERY_SECOND, EVERY_FIVE)) {
            for (var subject : List.of("M25", "1.2")) {
                add(subject, contender, "-mean", 1, 100, Metric.AGE_MEAN);
                add(subject, contender, "-worst", 1, 100, Metric.AGE_MAX);
            }
            for (var subject : List.of("M15", "1.3")) {
                overRates(subject, contender, 100, Metric.EMPTY);
            }
            for (var subject : List.of("M24", "1.4")) {
                add(subject, contender, "", 1, 1000, Metric.REQUESTS);
                add(subject, contender, "", 10, 1000, Metric.REQUESTS);
            }
        }
    }

    private void requests() {
        for (var subject : List.of("M16", "2.9")) {
            for (var contender : List.of(EVERY_SECOND, EVERY_FIVE, LONG)) {
                overRates(subject, contender, 100, Metric.REQUESTS_PER_UPDATE);
                overRates(subject, contender, 100, Metric.REQUESTS, "-per-second");
            }
        }
        overRates("2.5", LONG, 100, Metric.UPDATES_PER_MESSAGE);
    }

    private void overRates(String subject, Contender contender, int readers, Metric metric) {
        overRates(subject, contender, readers, metric, "");
    }

    private void overRates(String subject, Contender contender, int readers, Metric metric, String what) {
        for (double rate : RATES) {
            add(subject, contender, what + "-" + Cell.plain(rate), rate, readers, metric);
        }
    }

    private void add(String subject, Contender contender, String what, double rate, int readers, Metric metric) {
        var name = contender.key() + what;
        boolean known = found.stream()
                .anyMatch(finding ->
                        finding.subject().equals(subject) && finding.name().equals(name));
        if (!known) {
            results.value(contender, rate, readers, metric)
                    .ifPresent(value -> found.add(new Finding(subject, name, value)));
        }
    }
}
