package ticker.lab.report;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures what the docs show: {@code ./mvnw -Pmeasure} has a quick look at all techniques, {@code -Dkind=full} a long one.
 * {@code -Dkind=virtual}, on a JDK 21 or newer, compares two of them with servers that block a virtual thread for each client;
 * {@code compression} compares WebSockets with and without it; {@code slow-clients} and {@code buffering} tell how old prices
 * get in socket buffers and in proxies; {@code empty-polls} how many polls bring nothing.
 */
public final class Measure {
    private interface Study {
        Table measure(Progress progress) throws IOException, InterruptedException;
    }

    private Measure() {}

    /**
     * Measures.
     *
     * @param args the kind; the folder for the results of a quick run; that for all others, which the docs show
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Logger.getLogger("").setLevel(Level.WARNING);
            var docs = Path.of(args[2]);
            switch (args[0]) {
                case "slow-clients" -> write(args[0], docs, SlowClients.seconds(), SlowClients::measure);
                case "buffering" -> write(args[0], docs, Buffering.seconds(), Buffering::measure);
                case "empty-polls" -> write(args[0], docs, EmptyPolls.seconds(), EmptyPolls::measure);
                case "virtual", "compression" -> compare(Plan.of(args[0]), docs);
                case "full" -> report(Plan.of(args[0]), docs);
                default -> report(Plan.of(args[0]), Path.of(args[1]));
            }
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    private static void compare(Plan plan, Path folder) throws IOException, InterruptedException {
        if (plan.kind().equals("virtual") && Runtime.version().feature() < 21) {
            throw new IllegalArgumentException("-Dkind=virtual needs a JDK 21 or newer: set JAVA_HOME to one.");
        }
        write(plan.kind(), folder, plan.seconds(), progress -> Comparison.of(new MeasurementRun(progress).run(plan)));
    }

    private static void report(Plan plan, Path folder) throws IOException, InterruptedException {
        var progress = begin(plan.kind(), plan.seconds());
        var readings = new MeasurementRun(progress).run(plan);
        progress.end();
        var results = new Results(plan.kind(), today(), Machine.here(), readings);
        var report = new Report(results);
        System.out.println(results.summary());
        report.comparison(folder).ifPresent(System.out::println);
        report.write(folder);
        System.out.println("Tables and plots: " + folder.normalize());
    }

    private static void write(String kind, Path folder, double seconds, Study study)
            throws IOException, InterruptedException {
        var progress = begin(kind, seconds);
        var csv = study.measure(progress).csv(today(), Machine.here());
        progress.end();
        var file = folder.resolve(kind + ".csv").normalize();
        Files.createDirectories(folder);
        Files.writeString(file, csv);
        System.out.printf(ROOT, "%s%nThe table: %s%n", csv, file);
    }

    private static Progress begin(String kind, double seconds) {
        System.out.printf(
                ROOT,
                "Measuring %s takes about %.0f minutes. Leave the machine alone meanwhile.%n",
                kind,
                Math.ceil(seconds / 60));
        return new Progress(System.out, System.console() != null, seconds, System::nanoTime);
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
