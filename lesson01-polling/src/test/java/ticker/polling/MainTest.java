package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.polling.Await.awaitResult;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The programs as a learner starts them, each in a process of its own. */
class MainTest {
    @Test
    void theServerSaysWhereItIsAndStopsWhenItIsTold() throws Exception {
        try (var server = start(PollingServer.class, "-Dport=0", "-Dseed=7")) {
            var line = server.line();

            assertTrue(
                    line.matches(
                            "Lesson 1, polling: http://localhost:\\d+/ \\(2.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            server.end();
        }
    }

    /** Numbers begin at the clock's milliseconds: else a cursor from before a restart would look like one of the new market. */
    @Test
    void aServerThatIsStartedAnewGivesNumbersThatNoMarketHadBefore() throws Exception {
        long before = System.currentTimeMillis();
        try (var server = start(PollingServer.class, "-Dport=0", "-Dseed=7")) {
            var uri = URI.create(server.line().replaceFirst(".*(http://\\S+) .*", "$1"));

            long seq = awaitResult("the board", new PollingClient(uri)::poll).seq();

            assertTrue(
                    seq >= before,
                    () ->
                            "A market's numbers begin at the clock's milliseconds, or a cursor from before a restart looks like"
                                    + " one of the new market: seq is " + seq + ", and the program was started at "
                                    + before + ".");
        }
    }

    @Test
    void tenLinesAreAServer() throws Exception {
        try (var server = start(TenLines.class, "-Dport=0")) {
            var line = server.line();
            while (!line.startsWith("Open ")) { // the libraries log their versions first
                line = server.line();
            }

            var request = HttpRequest.newBuilder(URI.create(line.substring("Open ".length())))
                    .build();
            var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertEquals("ACME 101.25\n", response.body());
        }
    }

    @Test
    void theClientPrintsPricesAsTheyCome() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        try (var server = new PollingServer(0, market);
                var client = start(PollingClient.class, "-Dport=" + server.uri().getPort(), "-Dinterval=10")) {
            assertAsks(server.uri(), client.line());
            assertEquals("1  ACME 101.05", client.line());
            market.move("BRIO", 55_00, 2000);
            assertEquals("2  BRIO 55.00", client.line());
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no ulimit")
    void aServerThatMayOpenNoMoreFilesSaysSo() throws Exception {
        var clients = new ArrayList<Socket>();
        try (var server =
                start(List.of("sh", "-c", "ulimit -n 256; exec \"$@\"", "sh"), PollingServer.class, "-Dport=0")) {
            var port = Integer.parseInt(server.line().replaceFirst(".*localhost:(\\d+).*", "$1"));
            for (int i = 0; i < 300; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            var line = server.line();
            while (!line.contains("Socket accept failed, backing off")) { // the reason is in the system's language
                line = server.line();
            }
        } finally {
            for (var client : clients) {
                client.close();
            }
        }
    }

    @Test
    void theClientSaysWhatCameInPlaceOfPricesAndAsksAgain() throws Exception {
        try (var server = new ScriptedServer(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Log in</h1>",
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
                                + "{\"seq\":7,\"quotes\":[{\"seq\":7,\"symbol\":\"\\u001b[2JACME\",\"price\":101.25,\"time\":1000}]}");
                var client = start(PollingClient.class, "-Dport=" + server.uri().getPort(), "-Dinterval=10")) {
            assertAsks(server.uri(), client.line());
            assertEquals(
                    "No prices: The server sent something other than quotes: <h1>Log in</h1>. Trying again in 1 s.",
                    client.line());
            assertEquals("7  [2JACME 101.25", client.line(), "without control characters");
        }
    }

    @Test
    void theClientSaysThatAnotherMarketHasBegun() throws Exception {
        var market = new Market(0);
        market.move("ACME", 101_05, 1000);
        try (var server = new ScriptedServer(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + market.after(7));
                var client = start(PollingClient.class, "-Dport=" + server.uri().getPort(), "-Dinterval=10")) {
            assertAsks(server.uri(), client.line());
            assertEquals("Another market: the board begins anew.", client.line());
            assertEquals("1  ACME 101.05", client.line());
        }
    }

    @Test
    void aSillySettingGetsOneClearLineAndExitStatusTwo() throws Exception {
        assertEnds(
                2,
                "-Dport must be a whole number from 0 to 65535, not \"eighty\".",
                start(PollingServer.class, "-Dport=eighty"));
    }

    @Test
    void aMistypedSettingGetsOneClearLineAndExitStatusTwo() throws Exception {
        assertEnds(
                2,
                "There is no setting -Drat. Did you mean -Drate?",
                start(PollingServer.class, "-Dport=0", "-Drat=5"));
    }

    @Test
    void aPortInUseGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var first = new PollingServer(0, new Market(0))) {
            int port = first.uri().getPort();

            assertEnds(
                    2,
                    "The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.",
                    start(PollingServer.class, "-Dport=" + port));
        }
    }

    private static void assertEnds(int status, String sentence, Program program) throws Exception {
        try (program) {
            assertEquals(sentence, program.line(), "the first line of a program that can't run so");
            assertNull(program.line(), "one line is all");
            assertEquals(status, program.end(), "the exit status");
        }
    }

    /** A program that runs until the test is over, at most. */
    private record Program(String name, Process process) implements AutoCloseable {
        /** The next line that it prints, or null when it prints no more. */
        String line() throws Exception {
            return awaitResult("a line from " + name, process.inputReader()::readLine);
        }

        /** Its exit status, when it has ended. */
        int end() throws Exception {
            return awaitResult("the end of " + name, process::waitFor);
        }

        /** Ends the program; it doesn't close what a wait may still be reading: that would wait, too. */
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Program start(Class<?> program, String... settings) throws IOException {
        return start(List.of(), program, settings);
    }

    private static Program start(List<String> launcher, Class<?> program, String... settings) throws IOException {
        var command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // over before the best compiler would pay
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
