package ticker.lab.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the calculator of the pages needs, in the simplest form in which it was measured. Of polling: what one poll costs,
 * by the number of moves since the last one. Of the others: what one client costs in a second, by the moves in a second.
 * The requests count as long as a browser's.
 */
final class Coefficients {
    private static final JsonMapper JSON = new JsonMapper();

    private final Results results;
    private final int clients;

    private Coefficients(Results results) {
        this.results = results;
        this.clients = results.maxClients(1000);
    }

    static ObjectNode of(Results results) {
        return new Coefficients(results).json();
    }

    private ObjectNode json() {
        var json = JSON.createObjectNode();
        var polling = json.putObject("polling").put("title", "Polling");
        var polls = polling.putArray("perPoll");
        Contender.ALL.stream()
                .filter(Contender::polls)
                .flatMap(contender -> results.byRate(contender, clients))
                .sorted(Comparator.comparingDouble(Coefficients::movesBetweenPolls))
                .forEach(reading -> polls.add(poll(reading)));
        memory(polling, Contender.ALL.get(0));
        for (var contender : others()) {
            var entry = json.putObject(contender.key()).put("title", contender.title());
            var seconds = entry.putArray("perSecond");
            results.byRate(contender, clients).forEach(reading -> seconds.add(second(reading)));
            memory(entry, contender);
        }
        return json;
    }

    private static List<Contender> others() {
        return Contender.ALL.stream().filter(contender -> !contender.polls()).toList();
    }

    private static double movesBetweenPolls(Reading reading) {
        return reading.cell().rate() * reading.cell().contender().interval();
    }

    private static ObjectNode poll(Reading reading) {
        double polls = reading.median(Metric.REQUESTS).orElse(1.0);
        return JSON.createObjectNode()
                .put("updates", movesBetweenPolls(reading))
                .put("bytes", Numbers.exact(bytes(reading) / polls))
                .put("cpu", Numbers.exact(reading.median(Metric.CPU).orElse(0.0) / polls));
    }

    private ObjectNode second(Reading reading) {
        return JSON.createObjectNode()
                .put("updates", reading.cell().rate())
                .put("requests", Numbers.exact(reading.median(Metric.REQUESTS).orElse(0.0) / clients))
                .put("bytes", Numbers.exact(bytes(reading) / clients))
                .put("cpu", Numbers.exact(reading.median(Metric.CPU).orElse(0.0) / clients));
    }

    private static double bytes(Reading reading) {
        double requests = reading.median(Metric.REQUESTS).orElse(0.0);
        return reading.median(Metric.BYTES).orElse(0.0) + Sample.LONGER_IN_A_BROWSER * requests;
    }

    /** From the largest number of clients: there one client's share is clearest. */
    private void memory(ObjectNode entry, Contender contender) {
        withMemory(contender)
                .max(Comparator.comparingInt(reading -> reading.cell().clients()))
                .ifPresent(reading -> {
                    double heap = reading.median(Metric.HEAP).orElse(0.0);
                    double each =
                            Math.max(0, reading.median(Metric.HEAP_PER_CLIENT).orElse(0.0));
                    entry.putObject("memory")
                            .put(
                                    "base",
                                    Numbers.exact(Math.max(
                                            0, heap - each * reading.cell().clients())))
                            .put("perClient", Numbers.exact(each));
                });
    }

    private Stream<Reading> withMemory(Contender contender) {
        return results.readings().stream()
                .filter(reading -> reading.cell().contender().equals(contender))
                .filter(reading -> reading.median(Metric.HEAP_PER_CLIENT).isPresent());
    }
}
