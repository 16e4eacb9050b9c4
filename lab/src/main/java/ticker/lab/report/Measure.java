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
 * Measures all techniques, and writes tables and plots: {@code ./mvnw -Pmeasure}, or {@code ./mvnw -Pmeasure -Dkind=full}. On a
 * JDK 21 or newer, {@code -Dkind=virtual} compares two of them with servers that block a virtual thread for each client.
 */
public final class Measure {
    private Measure() {}

    /**
     * Runs a plan.
     *
     * @param args the plan, quick, full or virtual; the folder for the results of a quick run; that for the results of a full one,
     *     which the docs show
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Logger.getLogger("").setLevel(Level.WARNING);
            var plan = Plan.of(args[0]);
            if (plan.kind().equals("virtual")) {
                compare(plan, Path.of(args[1]));
            } else {
                measure(plan, Path.of(plan.kind().equals("full") ? args[2] : args[1]));
            }
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage());
            System.exit(2);
        }
    }

    /** A table for people, in a file of its own. */
    private static void compare(Plan plan, Path folder) throws IOException, InterruptedException {
        if (Runtime.version().feature() < 21) {
            throw new IllegalArgumentException("-Dkind=virtual needs a JDK 21 or newer: set JAVA_HOME to one.");
        }
        var table = new Comparison(results(plan)).table();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("virtual-threads.txt"), table);
        System.out.println(table);
    }

    private static void measure(Plan plan, Path folder) throws IOException, InterruptedException {
        var results = results(plan);
        var report = new Report(results);
        System.out.println(results.summary());
        report.comparison(folder).ifPresent(System.out::println);
        report.write(folder);
        System.out.println("Tables and plots: " + folder.normalize());
    }

    private static Results results(Plan plan) throws InterruptedException, IOException {
        System.out.printf(
                ROOT,
                "The %s run takes about %.0f minutes. Leave the machine alone meanwhile.%n",
                plan.kind(),
                Math.ceil(plan.seconds() / 60));
        var progress = new Progress(System.out, System.console() != null, plan.seconds(), System::nanoTime);
        var readings = new MeasurementRun(progress).run(plan);
        progress.end();
        return new Results(plan.kind(), LocalDate.now(ZoneOffset.UTC), Machine.here(), readings);
    }
}
