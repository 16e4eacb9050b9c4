package ticker.websocket;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.websocket.Await.awaitResult;

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
        try (var server = start(WebSocketServer.class, "-Dport=0", "-Dseed=7")) {
            var line = server.line();

            assertTrue(
                    line.matches(
                            "Lesson 4, WebSocket: http://localhost:\\d+/ \\(2.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            server.end();
        }
    }

    @Test
    void theClientPrintsPricesAsTheyCome() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        try (var server = new WebSocketServer(0, market);
                var client =
                        start(WebSocketClient.class, "-Dport=" + server.uri().getPort())) {
            assertAsks(server.uri(), client.line());
            assertEquals("1  ACME 101.05", client.line());
            market.move("BRIO", 55_00, 2000);
            assertEquals("2  BRIO 55.00", client.line());
        }
    }

    @Test
    void theClientSaysWhenTheBoardBeginsAnew() throws Exception {
        var market = new Market(1000);
        var another = new Market(2000); // its numbers are higher: they alone don't tell
        market.move("ACME", 101_05, 1000);
        another.move("ACME", 42_00, 2000);
        var first = new WebSocketServer(0, market);
        try (var relay = new Relay(first.uri());
                var second = new WebSocketServer(0, another);
                var client =
                        start(WebSocketClient.class, "-Dport=" + relay.uri().getPort())) {
            assertAsks(relay.uri(), client.line());
            assertEquals("1001  ACME 101.05", client.line());

            relay.leadTo(second.uri());
            first.close();

            assertEquals("No prices: The server has closed (1001). Trying again in 1 s.", client.line());
            assertEquals("Another market: the board begins anew.", client.line());
            assertEquals("2001  ACME 42.00", client.line());
        }
    }

    @Test
    void theClientSaysWhatCameInPlaceOfPricesAndComesBack() throws Exception {
        try (var server = new ScriptedServer("""
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: {accept}\r
                        \r
                        \u0081\005{oops""", """
                        HTTP/1.1 200 OK\r
                        Content-Length: 15\r
                        \r
                        <h1>Log in</h1>""");
                var client =
                        start(WebSocketClient.class, "-Dport=" + server.uri().getPort())) {
            assertAsks(server.uri(), client.line());
            assertEquals(
                    "No prices: The server sent something other than quotes: {oops. Trying again in 1 s.",
                    client.line());
            assertEquals("No prices: The server responded with 200. Trying again in 2 s.", client.line());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "port, 70000, `a whole number from 0 to 65535`",
                "maxMessage, 1, `a whole number from 1024 to 16777216`",
                "maxRate, 0, `a whole number from 1 to 100000`",
                "maxSubscribers, many, `a whole number from 1 to 1000000`",
                "sendTimeout, 99, `a whole number from 100 to 600000`",
                "deflate, yes, `true or false`",
                "origins, example.com, `a list such as http://localhost:8080,https://example.com`",
            })
    void aSillySettingGetsOneClearLineAndExitStatusTwo(String name, String value, String meaning) throws Exception {
        var sentence = "-D%s must be %s, not \"%s\".".formatted(name, meaning, value);

        assertEnds(2, sentence, start(WebSocketServer.class, "-D%s=%s".formatted(name, value)));
    }

    @Test
    void aPortInUseGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var first = new WebSocketServer(0, new Market(0))) {
            int port = first.uri().getPort();

            assertEnds(
                    2,
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.",
                    start(WebSocketServer.class, "-Dport=" + port));
        }
    }

    private static void assertEnds(int status, String sentence, Program program) throws Exception {
        try (program) {
            assertEquals(sentence, program.line());
            assertNull(program.line(), "no second line");
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

        /** Ends the program. It does not close the output: when a wait still reads that, the close would wait, too. */
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Program start(Class<?> program, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it ends before a better compiler would pay
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
