package ticker.lab.course;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitResult;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.relay.Lesson;

class CourseTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Test
    void theStartPageLeadsToEveryLesson() throws Exception {
        try (var course = new Course(0, 2, 7, false)) {
            var page = get(course.uri());

            for (var lesson : course.lessons()) {
                assertTrue(page.contains("<a href=\"%s\">%s</a>".formatted(lesson.uri(), lesson.title())), page);
                assertTrue(page.contains(lesson.shows()), page);
                assertTrue(
                        get(lesson.uri()).contains("<title>" + lesson.title()), () -> "the page of " + lesson.title());
            }
        }
    }

    @Test
    void allLessonsCarryTheSamePrices() throws Exception {
        try (var course = new Course(0, 0.1, 7, true)) {
            var lessons = course.lessons();

            await(
                    "the same prices from two lessons",
                    () -> List.of(
                            get(lessons.get(0).uri().resolve("/quotes")),
                            get(lessons.get(1).uri().resolve("/quotes?after=0"))),
                    both -> both.get(0).equals(both.get(1))); // unless a price has moved in between
        }
    }

    @Test
    void theStartPageLeadsToTheDocs() throws Exception {
        try (var course = new Course(0, 2, 7, false)) {
            var start = get(course.uri());
            assertTrue(start.contains("<a href=\"docs/\">The docs</a>"), start);
            assertTrue(get(course.uri().resolve("docs/")).contains("<title>"), "the site's first page");
        }
    }

    @Test
    void theStartPageAsksNothingOutside() throws Exception {
        try (var course = new Course(0, 2, 7, false)) {
            var page = get(course.uri()).replaceAll("href=\"http://localhost:\\d+/\"", "");

            assertTrue(!page.contains("http:") && !page.contains("https:"), page);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "handshake"})
    void throughTheTapTooOnlyALessonsOwnPageMayOpenAWebSocket(String name) throws Exception {
        try (var course = new Course(0, 2, 7, false)) {
            var lesson = course.lessons().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            var host = lesson.uri().getAuthority();

            assertEquals("HTTP/1.1 101 ", upgrade(lesson, "http://" + host));
            assertEquals("HTTP/1.1 403 ", upgrade(lesson, "http://evil.example"));
            assertEquals(
                    "HTTP/1.1 403 ", upgrade(lesson, "http://" + course.uri().getAuthority()));
        }
    }

    private static String upgrade(Lesson lesson, String origin) throws IOException {
        try (var wire = new Wire(lesson.uri())) {
            wire.send("""
                    GET /quotes HTTP/1.1\r
                    Host: %s\r
                    Origin: %s\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """.formatted(lesson.uri().getAuthority(), origin));
            return wire.receive("\r\n").substring(0, 13);
        }
    }

    @Test
    void saysWhereEverythingIsAndStopsWhenItIsTold() throws Exception {
        try (var course = start("-Dport=0", "-Dseed=7")) {
            assertMatches("Tick by Tick starts here: http://localhost:\\d+/", course.line());
            for (int lesson = 1; lesson <= 5; lesson++) {
                // Where the console knows only ASCII, the dot in the middle is a question mark.
                assertMatches(String.format(ROOT, "  %d [·?] .* http://localhost:\\d+/", lesson), course.line());
            }
            assertEquals("Ctrl-C stops everything.", course.line());

            course.process().destroy(); // SIGTERM; Ctrl-C ends a program in the same way
            course.end();
        }
    }

    private static void assertMatches(String pattern, String line) {
        assertTrue(line != null && line.matches(pattern), line);
    }

    @Test
    void aPortInUseGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var first = new Course(0, 2, 7, false)) {
            int port = first.uri().getPort();
            try (var second = start("-Dport=" + port)) {
                assertMatches(
                        "Port \\d+ is taken\\. The course takes six ports in a row: -Dport=N takes N to N\\+5\\.",
                        second.line());
                assertEquals(2, second.end(), "the exit status");
            }
        }
    }

    /** The lessons take the five ports that follow. */
    @ParameterizedTest
    @ValueSource(strings = {"65531", "65533", "65535", "65536", "-1", "99999999999999999999", "1e999", ""})
    void aPortThatLeavesNoRoomForFiveMoreGetsOneClearLineAndExitStatusTwo(String port) throws Exception {
        try (var course = start("-Dport=" + port)) {
            assertEquals("-Dport must be a whole number from 0 to 65530, not \"%s\".".formatted(port), course.line());
            assertEquals(2, course.end(), "the exit status");
        }
    }

    @Test
    void aNameThatIsNoneGetsOneClearLineAndExitStatusTwo() throws Exception {
        try (var course = start("-Dport=0", "-Dnames=course.example,http://box.local:8080")) {
            assertEquals(
                    "-Dnames must be a list of host names in lower case, such as course.example,box.local,"
                            + " not \"course.example,http://box.local:8080\".",
                    course.line());
            assertEquals(2, course.end(), "the exit status");
        }
    }

    /** The course as a program; it runs until the test is over, at most. */
    private record Program(Process process) implements AutoCloseable {
        /** The next line that it prints, or null when it prints no more. */
        String line() throws Exception {
            return awaitResult("a line from the course", process.inputReader()::readLine);
        }

        /** Its exit status, when it has ended. */
        int end() throws Exception {
            return awaitResult("the end of the course", process::waitFor);
        }

        /** Ends the program; it doesn't close what a wait may still be reading: that would wait, too. */
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Program start(String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it ends before the second compiler would pay off
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Course.class.getName()));
        return new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static String get(URI uri) throws Exception {
        var request = HttpRequest.newBuilder(uri).build();
        return await("the response to " + uri, CLIENT.sendAsync(request, BodyHandlers.ofString()))
                .body();
    }
}
