package ticker.lab.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One measurement, of one contender or of several side by side: open the clients, warm up, look at each window. */
final class Measurement {
    private final Stage stage;
    private final List<Trial> trials = new ArrayList<>();

    Measurement(Stage stage, Map<Contender, ServerProcess> servers) {
        this.stage = stage;
        servers.forEach((contender, server) ->
                trials.add(new Trial(new Cell(contender, stage.rate(), stage.clients()), server)));
    }

    List<Reading> run() throws IOException, InterruptedException {
        try {
            for (var trial : trials) {
                trial.open();
            }
            for (var trial : trials) {
                trial.awaitFirstPrices();
            }
            pause(stage.warmUp());
            trials.forEach(Trial::begin);
            for (int repeat = 0; repeat < stage.repeats(); repeat++) {
                pause(stage.window());
                trials.forEach(Trial::sample);
            }
            if (stage.newcomers()) {
                newcomers();
            }
            return readings();
        } finally {
            trials.forEach(Trial::close);
        }
    }

    /** One contender after the other, so that each has the machine to itself for these moments. */
    private void newcomers() throws InterruptedException {
        for (var trial : trials) {
            trial.openNewcomers();
            trial.cutNewcomers();
        }
    }

    private List<Reading> readings() throws IOException {
        var readings = new ArrayList<Reading>();
        for (var trial : trials) {
            readings.add(trial.reading());
        }
        return readings;
    }

    static void pause(double seconds) throws InterruptedException {
        Thread.sleep((long) (1000 * seconds));
    }
}
