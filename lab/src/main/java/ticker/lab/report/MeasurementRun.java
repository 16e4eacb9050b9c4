package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out a plan: starts the servers of each rate, and measures one stage after the other. */
final class MeasurementRun {
    private final Progress progress;

    MeasurementRun(Progress progress) {
        this.progress = progress;
    }

    List<Reading> run(Plan plan) throws IOException, InterruptedException {
        var readings = new ArrayList<Reading>();
        var rates = plan.stages().stream().map(Stage::rate).distinct().toList();
        for (double rate : rates) {
            progress.say(String.format(ROOT, "starting the servers at %s prices a second", Cell.plain(rate)));
            var stages =
                    plan.stages().stream().filter(stage -> stage.rate() == rate).toList();
            readings.addAll(run(plan.contenders(), stages, rate));
        }
        return readings;
    }

    private List<Reading> run(List<Contender> contenders, List<Stage> stages, double rate)
            throws IOException, InterruptedException {
        var servers = new LinkedHashMap<Contender, ServerProcess>();
        var readings = new ArrayList<Reading>();
        try {
            for (var contender : contenders) {
                servers.put(contender, new ServerProcess(contender, rate));
            }
            for (var stage : stages) {
                Measurement.pause(1); // until the servers have forgotten the clients of the stage before
                readings.addAll(run(stage, servers));
            }
        } finally {
            servers.values().forEach(ServerProcess::close);
        }
        return readings;
    }

    private List<Reading> run(Stage stage, Map<Contender, ServerProcess> servers)
            throws IOException, InterruptedException {
        if (stage.aside()) {
            progress.say(String.format(
                    ROOT,
                    "%,d client%s each, %s prices a second, all side by side",
                    stage.clients(),
                    stage.clients() == 1 ? "" : "s",
                    Cell.plain(stage.rate())));
            return new Measurement(stage, servers).run();
        }
        var readings = new ArrayList<Reading>();
        for (var contender : servers.keySet()) {
            progress.say(new Cell(contender, stage.rate(), stage.clients()).toString());
            readings.addAll(new Measurement(stage, Map.of(contender, servers.get(contender))).run());
        }
        return readings;
    }
}
