package ticker.docs.evidence;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.docs.sources.Lessons;

/** The README is not built. Its table of what decides rounds numbers of the list of all numbers. */
class ReadmeTest {
    private static final Pattern NUMBER = Pattern.compile("\\[([\\d.]+) (s|ms|bytes|KB)]");
    private static final Map<String, Double> UNITS = Map.of("s", 1000.0, "ms", 1.0, "bytes", 1.0, "KB", 1000.0);

    private static String readme;
    private static Measurements measurements;

    @BeforeAll
    static void read() throws IOException {
        var lessons = new Lessons(Lessons.root());
        var measured = Lessons.root().resolve("docs/src/main/site/measured");
        readme = lessons.text(Lessons.root().resolve("README.md"));
        measurements = new Measurements(
                lessons.text(measured.resolve("run.json")),
                lessons.text(measured.resolve("results.csv")),
                lessons.text(measured.resolve("remarks.csv")));
    }

    @ParameterizedTest
    @CsvSource({
        "a price is late by (1), ageP50, 10, 100",
        "a price costs (1), browserBytesPerUpdate, 10, 100",
        "memory for each client, heapPerClient, 0.1, 10000",
    })
    void aNumberOfTheTableIsThatOfTheListRounded(String row, String metric, String rate, String clients) {
        var line = readme.lines()
                .filter(each -> each.startsWith("| " + row + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the table has no row " + row));
        var numbers = NUMBER.matcher(line);
        for (var technique : List.of("polling-1s", "long-polling", "events", "websocket")) {
            if (!numbers.find()) {
                throw new AssertionError("no number of " + technique + " in " + line);
            }
            double measured = measurements
                    .quantity(new Measurements.Cell(technique, rate, clients), metric)
                    .median();
            double told = Double.parseDouble(numbers.group(1)) * UNITS.get(numbers.group(2));
            assertEquals(
                    measured,
                    told,
                    0.15 * measured,
                    () -> String.format(ROOT, "%s of %s, as %s says it", metric, technique, line));
        }
    }
}
