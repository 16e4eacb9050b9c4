package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitResult;

import java.io.IOException;
import java.net.URI;
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
        try (var server = start(StreamingServer.class, "-Dport=0", "-Dseed=7")) {
            var line = server.line();

            assertTrue(
                    line.matches(
                            "Lesson 3, streaming: http://localhost:\\d+/ \\(2.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            server.end();
        }
    }

    @Test
    void theClientPrintsPricesAsTheyCome() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        try (var server = new StreamingServer(0, market);
                var client =
                        start(StreamingClient.class, "-Dport=" + server.uri().getPort())) {
            assertAsks(server.uri(), client.line());
            assertEquals("1  ACME 101.05", client.line());
            market.move("BRIO", 55_00, 2000);
            assertEquals("2  BRIO 55.00", client.line());
        }
    }

    @Test
    void theClientSaysWhatCameInPlaceOfPricesAndComesBack() throws Exception {
        var stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: quotes\ndata: ";
        try (var server = new ScriptedServer(
                        stream + "{oops\n\n",
                        stream
                                + "{\"seq\":7,\"quotes\":[{\"seq\":7,\"symbol\":\"ACME\",\"price\":101.25,\"time\":1000}]}\n\n");
                var client =
                        start(StreamingClient.class, "-Dport=" + server.uri().getPort())) {
            assertAsks(server.uri(), client.line());
            assertEquals(
                    "No prices: The server sent something other than quotes: {oops. Trying again in 1 s.",
                    client.line());
            assertEquals("7  ACME 101.25", client.line());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "maxSubscribers, 0, `a whole number from 1 to 1000000`",
                "stallTimeout, 60s, `a whole number from 1000 to 3600000`",
                "steady, yes, `true or false`",
            })
    void aSillySettingGetsOneClearLineAndExitStatusTwo(String name, String value, String meaning) throws Exception {
        var sentence = "-D%s must be %s, not \"%s\".".formatted(name, meaning, value);

        assertEnds(2, sentence, start(StreamingServer.class, "-D%s=%s".formatted(name, value)));
    }

    @Test
    void aPortInUseGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var first = new StreamingServer(0, new Market(0))) {
            int port = first.uri().getPort();

            assertEnds(
                    2,
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.",
                    start(StreamingServer.class, "-Dport=" + port));
        }
    }

    private static void assertEnds(int status, String sentence, Program program) throws Exception {
        try (program) {
            assertEquals(sentence, program.line(), "the first line of a program that can't run with its settings");
            assertNull(program.line(), "one line is all");
            assertEquals(status, program.end(), "the exit status");
        }
    }

    /** A program that runs at most until the test is over. */
    private record Program(String name, Process process) implements AutoCloseable {
        /** The next line that it prints, or null when it prints no more. */
        String line() throws Exception {
            return awaitResult("a line from " + name, process.inputReader()::readLine);
        }

        /** Its exit status, when it has ended. */
        int end() throws Exception {
            return awaitResult("the end of " + name, process::waitFor);
        }

        /** Ends the program. Does not close its output: while another thread reads it, that would wait, too. */
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Program start(Class<?> program, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it ends before the best compiler would help
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Program(program.getSimpleName(), process);
    }

    private static void assertAsks(URI server, String line) {
        assertEquals(
                String.format(
                        ROOT,
                        "Asking http://localhost:%d. If nothing responds there, start the server first.",
                        server.getPort()),
                line);
    }
}
