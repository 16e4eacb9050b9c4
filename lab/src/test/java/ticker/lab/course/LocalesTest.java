package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticker.handshake.HandshakeServer;
import ticker.longpolling.LongPollingServer;
import ticker.polling.PollingServer;
import ticker.streaming.StreamingServer;
import ticker.websocket.WebSocketServer;

/** What a machine reads is the same in each language: Arabic, Persian and Thai have digits of their own, Turkish an i. */
class LocalesTest {
    private static final String QUOTES =
            "\\{\"seq\":\\d+,\"quotes\":\\[\\{\"seq\":\\d+,\"symbol\":\"[A-Z]+\",\"price\":\\d+\\.\\d\\d,\"time\":\\d+}.*";

    @ParameterizedTest
    @CsvSource({"ar, EG, ''", "fa, IR, ''", "th, TH, TH", "tr, TR, ''"})
    void theCourseSendsTheSameBytesInEachLanguage(String language, String country, String variant) throws Exception {
        String[] settings = {
            "-Duser.language=" + language,
            "-Duser.country=" + country,
            "-Duser.variant=" + variant,
            "-Dport=0",
            "-Drate=0.1"
        };
        try (var course = new Program(Course.class.getName(), settings)) {
            var said = await(
                    "the last line of the course", course::output, lines -> lines.contains("Ctrl-C stops everything."));
            assertMatches("Tick by Tick starts here: http://localhost:\\d+/", said.get(0));
            var lessons = new ArrayList<URI>();
            for (int lesson = 1; lesson <= 5; lesson++) {
                lessons.add(uri("  " + lesson + " .* ", said.get(lesson)));
            }

            assertBody(QUOTES, get(lessons.get(0), "/quotes"));
            assertBody(QUOTES, get(lessons.get(1), "/quotes?after=0"));
            assertEvents(lessons.get(2));
            for (var lesson : lessons) {
                assertProblem(404, "Not Found", "There is nothing at /INDEX. The page is at /.", get(lesson, "/INDEX"));
            }
            assertProblem(426, "Upgrade Required", "/quotes is a WebSocket.", get(lessons.get(3), "/quotes"));
        }
    }

    @Test
    void eachLessonSaysInTheSameDigitsWhereItIs() throws Exception {
        var servers = List.of(
                PollingServer.class,
                LongPollingServer.class,
                StreamingServer.class,
                WebSocketServer.class,
                HandshakeServer.class);
        for (var server : servers) {
            try (var lesson = new Program(
                    server.getName(), "-Duser.language=ar", "-Duser.country=EG", "-Dport=0", "-Dseed=1234567")) {
                var said = await(
                        "the line of " + server,
                        lesson::output,
                        lines -> !lines.isEmpty() && lines.get(0).endsWith("stops it."));
                assertMatches(
                        ".*: http://localhost:\\d+/ \\(2\\.0 prices a second, seed 1234567\\)\\. Ctrl-C stops it\\.",
                        said.get(0));
            }
        }
    }

    private static URI uri(String before, String line) {
        assertMatches(before + "http://localhost:\\d+/", line);
        return URI.create(line.replaceFirst(".*(http:)", "$1"));
    }

    private static void assertEvents(URI streaming) throws IOException {
        try (var wire = new Wire(streaming)) {
            wire.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var events = wire.receive("]}\n\n");
            assertMatches("(?s).*\r\n\r\nretry: \\d+\n\nid: \\d+\nevent: quotes\ndata: " + QUOTES + "\n\n", events);
        }
    }

    private static String get(URI server, String path) throws IOException {
        try (var wire = new Wire(server)) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return wire.receiveAll();
        }
    }

    private static void assertBody(String pattern, String response) {
        assertMatches("(?s)HTTP/1\\.1 200 OK\r\n.*\r\nContent-Length: \\d+\r\n.*\r\n\r\n" + pattern, response);
    }

    private static void assertProblem(int status, String title, String detail, String response) {
        var head = "(?s)HTTP/1\\.1 " + status + " .*\r\nContent-Type: application/problem\\+json\r\n.*\r\n\r\n";
        var body = "\\{\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}";
        assertMatches(head + body, response);
    }

    /** Digits in a pattern are those of ASCII. */
    private static void assertMatches(String pattern, String text) {
        assertTrue(text != null && text.matches(pattern), () -> "This should match " + pattern + ":\n" + text);
    }
}
