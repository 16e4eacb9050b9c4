package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ticker.lab.load.Clients;
import ticker.lab.load.Technique;

/** How many polls bring nothing where prices come at equal intervals, and where they come at random. */
final class EmptyPolls {
    private static final Contender POLLING = new Contender(Technique.POLLING, 1);
    private static final List<Double> RATES = List.of(0.5, 1.0, 2.0, 4.0); // prices a second
    private static final int CLIENTS = 100; // whose polls are spread over the interval
    private static final int SECONDS = 120; // for many intervals: prices that come at random come unevenly

    private EmptyPolls() {}

    /** About how many seconds it takes. */
    static double seconds() {
        return RATES.size() * (SECONDS + 4.0);
    }

    static Table measure(Progress progress) throws IOException, InterruptedException {
        var rows = new ArrayList<List<String>>();
        for (double rate : RATES) {
            progress.say(Cell.plain(rate) + " prices a second");
            rows.add(row(rate));
        }
        return new Table(
                List.of(
                        "prices for each poll",
                        "polls without news: at equal intervals (%)",
                        "at random (%)",
                        "e to the power of minus the prices for each poll (%)"),
                rows);
    }

    private static List<String> row(double rate) throws IOException, InterruptedException {
        var interval = Duration.ofSeconds(POLLING.interval());
        try (var steady = new ServerProcess(POLLING, rate, true);
                var random = new ServerProcess(POLLING, rate, false);
                var ofSteady = new Clients(POLLING.technique(), steady.port(), CLIENTS, interval);
                var ofRandom = new Clients(POLLING.technique(), random.port(), CLIENTS, interval)) {
            Measurement.pause(2); // their first polls get the whole board
            ofSteady.tally();
            ofRandom.tally();
            Measurement.pause(SECONDS);
            return List.of(
                    Cell.plain(rate * interval.toSeconds()),
                    empty(ofSteady),
                    empty(ofRandom),
                    percent(Math.exp(-rate * interval.toSeconds())));
        }
    }

    private static String empty(Clients clients) {
        var traffic = clients.tally().traffic();
        return percent((double) traffic.empty() / traffic.responses());
    }

    private static String percent(double share) {
        return String.format(ROOT, "%.0f", 100 * share);
    }
}
