package ticker.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final double[] RATES = {0.1, 1, 10, 100};
    private static final Cell DOUBTFUL = new Cell(Contender.ALL.get(6), 100, 10_000);
    private static final List<String> REMARKS = List.of("It was late, and busy.");

    @TempDir
    Path folder;

    @BeforeEach
    void writeIt() throws Exception {
        report().write(folder);
    }

    private static Report report() {
        var readings = new ArrayList<Reading>();
        for (var contender : Contender.ALL) {
            for (double rate : RATES) {
                for (int clients : new int[] {1, 100, 1000, 10_000}) {
                    var cell = new Cell(contender, rate, clients);
                    readings.add(Reading.of(cell, List.of(sample(rate)), cell.equals(DOUBTFUL) ? REMARKS : List.of()));
                }
            }
        }
        var machine = new Machine("A processor", 2, 24, "Linux", "OpenJDK 17");
        return new Report(new Results("full", LocalDate.of(2026, 11, 21), machine, readings));
    }

    private static Sample sample(double rate) {
        var sample = new Sample();
        for (var metric : Metric.values()) {
            sample.put(metric, metric == Metric.EMPTY ? 0.5 : 10 + rate);
        }
        return sample;
    }

    @Test
    void namesTheMachineAndTheDate() throws Exception {
        for (var file : List.of("run.json", "coefficients.json")) {
            var json = json(file);

            assertEquals("full", json.at("/kind").stringValue(), file);
            assertEquals("2026-11-21", json.at("/date").stringValue(), file);
            assertEquals("A processor", json.at("/machine/cpu").stringValue(), file);
            assertEquals("OpenJDK 17", json.at("/machine/jdk").stringValue(), file);
        }
    }

    @Test
    void theRunNamesAllContendersAndMetricsInTheirOrder() throws Exception {
        var run = json("run.json");

        assertEquals("Polling every 1 s", run.at("/contenders/polling-1s").stringValue());
        assertEquals(Contender.ALL.size(), run.at("/contenders").size());
        assertEquals("delayP50", run.at("/metrics/0").stringValue());
        assertEquals(Metric.values().length, run.at("/metrics").size());
    }

    @Test
    void everyValueIsARowWithItsCell() throws Exception {
        var results = text("results.csv");
        assertTrue(results.contains("events,0.1,100,ageP50,ms,10.1,10.1,10.1,1,false\n"), results);
    }

    @Test
    void aRemarkIsARowWithItsCell() throws Exception {
        assertEquals("""
                contender,rate,clients,remark
                handshake,100,10000,It was late, and busy.
                """, text("remarks.csv"));
    }

    @Test
    void theCalculatorHasWhatOnePollAndOneSecondCost() throws Exception {
        var coefficients = json("coefficients.json").at("/coefficients");

        assertEquals("Polling", coefficients.at("/polling/title").stringValue());
        assertEquals(0.1, coefficients.at("/polling/perPoll/0/updates").doubleValue());
        assertEquals(RATES.length, coefficients.at("/events/perSecond").size());
        assertEquals(10.0, coefficients.at("/events/memory/perClient").doubleValue(), 1);
    }

    @Test
    void aRunIsComparedWithTheOneBefore() throws Exception {
        var comparison = report().comparison(folder).orElseThrow();
        assertTrue(comparison.matches("The run before agrees on all \\d+ rankings\\."), comparison);
        assertEquals(Optional.empty(), report().comparison(folder.resolve("nothing-yet")));
    }

    @Test
    void aPlotIsPlainXmlWithoutStylesOrScripts() throws Exception {
        var plots = List.of(
                "age-p50",
                "age-p99",
                "age-clients",
                "bytes-per-update",
                "requests-per-update",
                "cpu-per-update",
                "memory-per-client",
                "wasted-polls");
        for (var name : plots) {
            var svg = Files.readString(folder.resolve(name + ".svg"));
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes()))
                    .getDocumentElement();

            assertEquals("img", root.getAttribute("role"), name);
            assertTrue(root.getAttribute("aria-label").contains("against"), name);
            assertFalse(svg.contains("style") || svg.contains("script"), name);
        }
    }

    private JsonNode json(String file) throws Exception {
        return JsonMapper.shared().readTree(text(file));
    }

    private String text(String file) throws Exception {
        return Files.readString(folder.resolve(file));
    }
}
