package ticker.longpolling;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs as a learner starts them, each in a process of its own. */
class MainTest {
    @Test
    void theServerSaysWhereItIsAndStopsWhenItIsTold() throws Exception {
        var server = start(LongPollingServer.class, "-Dport=0", "-Dseed=7");
        try (var output = server.inputReader()) {
            var line = output.readLine();

            assertTrue(
                    line.matches(
                            "Lesson 2, long polling: http://localhost:\\d+/ \\(2.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            assertTrue(server.waitFor(2, SECONDS), "it should stop within two seconds");
        }
    }

    @Test
    void theReaderPrintsPricesAsTheyCome() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        try (var server = new LongPollingServer(0, market)) {
            var reader = start(LongPollingReader.class, "-Dport=" + server.uri().getPort());
            try (var output = reader.inputReader()) {
                assertEquals("1  ACME 101.05", output.readLine());
                market.move("BRIO", 55_00, 2000);
                assertEquals("2  BRIO 55.00", output.readLine());
            } finally {
                reader.destroy();
            }
        }
    }

    @Test
    void theReaderCarriesOnWhenTheServerIsBack() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        var first = new LongPollingServer(0, market);
        int port = first.uri().getPort();
        var reader = start(LongPollingReader.class, "-Dport=" + port);
        try (var output = reader.inputReader()) {
            assertEquals("1  ACME 101.05", output.readLine());
            first.close();
            var complaint = output.readLine();
            assertTrue(complaint.startsWith("No answer, asking again soon:"), complaint);
            market.move("BRIO", 55_00, 2000);
            try (var second = new LongPollingServer(port, market)) {
                var lines = output.lines().filter(line -> !line.startsWith("No answer"));
                assertEquals("2  BRIO 55.00", lines.findFirst().orElseThrow(), () -> "from " + second.uri());
            }
        } finally {
            reader.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "hold, 30001, `a whole number from 100 to 30000`", // a proxy in between would lose patience first
                "maxHeld, 0, `a whole number from 1 to 1000000`",
                "market, localhost, `an address such as redis://localhost:6379`",
            })
    void aSillySettingGetsOneClearLineAndExitStatusTwo(String name, String value, String meaning) throws Exception {
        var sentence = "-D%s must be %s, not \"%s\".".formatted(name, meaning, value);

        assertEnds(2, sentence, start(LongPollingServer.class, "-D%s=%s".formatted(name, value)));
    }

    @Test
    void aPortInUseGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var first = new LongPollingServer(0, new Market(0))) {
            int port = first.uri().getPort();

            assertEnds(
                    2,
                    "Port %d is taken. Choose another one: -Dport=9082".formatted(port),
                    start(LongPollingServer.class, "-Dport=" + port));
        }
    }

    private static void assertEnds(int status, String sentence, Process process) throws Exception {
        try (var output = process.inputReader()) {
            assertEquals(List.of(sentence), output.lines().toList());
            assertEquals(status, process.waitFor());
        }
    }

    static Process start(Class<?> program, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // over before the best compiler would pay
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
