package ticker.lab.course;

import static io.undertow.Handlers.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.undertow.Undertow;
import io.undertow.server.handlers.resource.PathResourceManager;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class CalculatorTest {
    private static final Path SOURCE = Path.of("../docs/src/main/site/calculator.js");
    private static final String COEFFICIENTS = """
            {"kind": "full", "date": "2026-11-21",
             "machine": {"cpu": "A processor", "processors": 2, "memory": 24, "system": "Linux", "jdk": "OpenJDK 17"},
             "coefficients": {
               "polling": {"title": "Polling",
                 "perPoll": [{"updates": 0.1, "bytes": 200, "cpu": 0.0001}, {"updates": 10, "bytes": 800, "cpu": 0.0001}],
                 "memory": {"base": 1000000, "perClient": 2000}},
               "events": {"title": "Server-Sent Events",
                 "perSecond": [{"updates": 1, "requests": 0, "bytes": 100, "cpu": 0.00002},
                               {"updates": 100, "requests": 0, "bytes": 10000, "cpu": 0.002}],
                 "memory": {"base": 1000000, "perClient": 4000}}}}
            """;

    @RegisterExtension
    static final Browser browser = new Browser();

    @TempDir
    Path folder;

    private Undertow server;

    @BeforeEach
    void serve() throws Exception {
        Files.copy(SOURCE, folder.resolve("calculator.js"));
        Files.writeString(folder.resolve("coefficients.json"), COEFFICIENTS);
        Files.writeString(folder.resolve("index.html"), """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Calculator</title>
                <main><h1>What it costs</h1><div data-coefficients="coefficients.json"></div></main>
                <script type="module" src="calculator.js"></script></html>
                """);
        server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(resource(new PathResourceManager(folder)))
                .build();
        server.start();
        var address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        browser.open(URI.create("http://localhost:" + address.getPort() + "/index.html"));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aThousandClientsEachSecondAreAThousandRequests() {
        var polling = estimate("polling", 1000, 1, 1);

        assertEquals(1000.0, number(polling, "requests"));
        assertEquals(0.1, number(polling, "cpu"), 1e-9, "1000 polls a second at 0.1 ms each");
        assertEquals(3_000_000.0, number(polling, "memory"));
    }

    @Test
    void betweenTwoMeasurementsItFollowsALineInLogarithms() {
        var bytes = number(estimate("polling", 1, 1, 1), "bytes") / 86_400;

        assertEquals(400, bytes, 0.01, "half way from 200 to 800, by factors");
    }

    @Test
    void aMeasuredPointIsTakenAsItIs() {
        var events = estimate("events", 500, 100, 1);

        assertEquals(1.0, number(events, "cpu"), 1e-9);
        assertEquals(500 * 10_000.0 * 86_400, number(events, "bytes"), 1);
        assertEquals(0.0, number(events, "requests"));
        assertEquals(false, events.get("beyond"));
    }

    @Test
    void beyondTheMeasurementsAClientCostsInProportionAndThePageSaysSo() {
        var events = estimate("events", 1, 0.5, 1);

        assertEquals(50 * 86_400.0, number(events, "bytes"), 1);
        assertEquals(true, events.get("beyond"));
    }

    @Test
    void saysOfWhichMachineItsNumbersAre() {
        browser.awaitText(
                "caption",
                "Computed from a full measurement of 2026-11-21: A processor, 2 processors, 24 GiB, Linux, OpenJDK 17\\.");
    }

    @Test
    void anImpossibleWishIsRefusedInWords() {
        browser.awaitText("tbody", "Polling .*");

        browser.type("input[name=clients]", "0");

        browser.awaitText("[role=status]", "Clients: a whole number from 1 to 1,000,000\\.");
    }

    @Test
    void axeFindsNothing() {
        browser.awaitText("tbody", "Polling .*");

        assertEquals(List.of(), browser.accessibilityFaults());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> estimate(String key, int clients, double updates, double interval) {
        return (Map<String, Object>) browser.run("""
                const [measured, key, clients, updates, interval] = arguments;
                return import(new URL("calculator.js", document.baseURI).href).then(({ estimate }) =>
                  estimate(JSON.parse(measured), { clients, updates, interval }).find((one) => one.key === key));
                """, COEFFICIENTS, key, clients, updates, interval);
    }

    private static double number(Map<String, Object> estimate, String name) {
        return ((Number) estimate.get(name)).doubleValue();
    }
}
