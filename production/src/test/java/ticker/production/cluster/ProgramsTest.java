package ticker.production.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.production.Await.awaitEqual;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.production.JavaProcess;
import ticker.production.WebSocketTestClient;

/** The programs as a learner starts them, each in a process of its own, with a real Redis. */
@Isolated("a container changes the network, and browsers then drop their connections")
@Tag("docker")
class ProgramsTest {
    @RegisterExtension
    static final Redis redis = new Redis();

    @ParameterizedTest
    @CsvSource({
        "ticker.production.cluster.LongPollingOnRedis, Lesson 2",
        "ticker.production.cluster.WebSocketOnRedis, Lesson 4"
    })
    void theServerSaysWhereItIsAndStopsWhenItIsTold(Class<?> program, String lesson) throws Exception {
        try (var server = start(program, "-Dport=0", "-Dseed=7")) {
            var line = server.line();
            while (line != null && !line.startsWith(lesson)) {
                line = server.line(); // on a busy machine it may warn first that no price moves yet
            }

            assertTrue(
                    line != null
                            && line.matches(
                                    lesson
                                            + " on a shared market: http://localhost:\\d+/ \\(2\\.0 prices a second, seed 7\\)\\. Ctrl-C stops it\\."),
                    line);
            server.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            server.end();
        }
    }

    @Test
    void theServersOfTwoLessonsShowTheSamePrices() throws Exception {
        try (var first = start(LongPollingOnRedis.class, "-Dport=0", "-Drate=20");
                var second = start(WebSocketOnRedis.class, "-Dport=0", "-Drate=20", "-Dsteady=true");
                var longPolling = new LongPollingTestClient(first.uri()).start();
                var socket = new WebSocketTestClient(second.uri().resolve("/quotes"))) {
            socket.send("{\"subscribe\":[\"*\"]}");
            var board = Message.parse(socket.next("a board of five", ProgramsTest::isWhole))
                    .moves();

            // Any of them: a price that the next one overtakes is not sent.
            awaitEqual(
                    "whether lesson 2's client has got one of %s".formatted(board),
                    true,
                    () -> board.stream().anyMatch(longPolling.history()::contains));
        }
    }

    private static boolean isWhole(String text) {
        return text.startsWith("{\"seq\":") && Message.parse(text).moves().size() == 5;
    }

    @ParameterizedTest
    @ValueSource(classes = {LongPollingOnRedis.class, WebSocketOnRedis.class})
    void aPortThatIsTakenGetsOneClearLineAndExitStatusTwo(Class<?> program) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            start(program, "-Dport=" + taken.getLocalPort())
                    .assertRefuses("The port is taken. -Dport=N chooses another one, -Dport=0 any that is free.");
        }
    }

    private static JavaProcess start(Class<?> program, String... settings) throws Exception {
        var all = new ArrayList<>(List.of(settings));
        all.add("-Dmarket=" + redis.uri());
        return JavaProcess.start(program, all.toArray(String[]::new));
    }
}
