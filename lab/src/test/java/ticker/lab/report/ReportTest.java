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
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final double[] RATES = {0.1, 1, 10, 100};

    @TempDir
    Path folder;

    @BeforeEach
    void writeIt() throws Exception {
        var readings = new ArrayList<Reading>();
        for (var contender : Contender.ALL) {
            for (double rate : RATES) {
                for (int readers : new int[] {1, 100, 1000, 10_000}) {
                    readings.add(Reading.of(new Cell(contender, rate, readers), List.of(sample(rate)), List.of()));
                }
            }
        }
        var machine = new Machine("A processor", 2, 24, "Linux", "OpenJDK 17");
        new Report(new Results("full", LocalDate.of(2026, 11, 21), machine, readings)).write(folder);
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
        var json = json();

        assertEquals("full", json.at("/kind").stringValue());
        assertEquals("2026-11-21", json.at("/date").stringValue());
        assertEquals("A processor", json.at("/machine/cpu").stringValue());
        assertEquals("OpenJDK 17", json.at("/machine/jdk").stringValue());
    }

    @Test
    void everyValueHasAPlaceByContenderRateAndReaders() throws Exception {
        var value = json().at("/cells/events/0.1/100/ageP50");

        assertEquals(10.1, value.at("/median").doubleValue());
        assertTrue(json().at("/cells/events/10").isObject(), "a number of readers is a name, not a place in a list");
        assertFalse(value.at("/noisy").booleanValue());
        assertTrue(Files.readString(folder.resolve("results.csv"))
                .contains("events,0.1,100,ageP50,ms,10.1,10.1,10.1,1,false\n"));
    }

    @Test
    void everyMeasuredMythAndTopicHasItsNumber() throws Exception {
        var findings = json().at("/findings");

        for (var subject : List.of("M6", "M7", "M8", "M15", "M16", "M20", "M23", "M24", "M25")) {
            assertFalse(findings.path(subject).isEmpty(), "no number for " + subject);
        }
        for (var topic : List.of("1.2", "1.3", "1.4", "1.5", "2.5", "2.6", "2.7", "2.9", "3.13", "4.15")) {
            assertFalse(findings.path(topic).isEmpty(), "no number for topic " + topic);
        }
    }

    @Test
    void aPlotIsPlainXmlWithoutStylesOrScripts() throws Exception {
        var plots = List.of(
                "age-p50",
                "age-p99",
                "age-readers",
                "bytes-per-update",
                "requests-per-update",
                "cpu-per-update",
                "memory-per-reader",
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

    private JsonNode json() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("results.json")));
    }
}
