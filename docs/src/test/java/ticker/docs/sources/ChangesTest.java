package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
    @TempDir
    Path course;

    @BeforeEach
    void twoLessons() throws IOException {
        write("lesson01-polling/pom.xml", "<server>PollingServer</server><client>PollingClient</client>");
        write("lesson02-long-polling/pom.xml", "<server>LongPollingServer</server><client>LongPollingClient</client>");
        java("PollingServer", "class PollingServer {\n    void poll() {}\n}");
        next("LongPollingServer", "class LongPollingServer {\n    void hold() {}\n}");
    }

    @Test
    void theServersAreAPairWhateverTheirNames() throws IOException {
        var pair = changes().changed().get(0);

        assertEquals("PollingServer", pair.before());
        assertEquals("LongPollingServer", pair.after());
    }

    @Test
    void theNamesOfPackageServerAndClientAreNoChange() throws IOException {
        assertEquals(
                List.of(
                        "@@ -1,5 +1,5 @@",
                        " package ticker.longpolling;",
                        " ",
                        " class LongPollingServer {",
                        "-    void poll() {}",
                        "+    void hold() {}",
                        " }"),
                changes().changed().get(0).difference().lines());
    }

    @Test
    void filesThatDifferOnlyInSuchNamesAreTheSame() throws IOException {
        java("PollingClient", "class PollingClient { PollingServer server; }");
        next("LongPollingClient", "class LongPollingClient { LongPollingServer server; }");
        java("Quote", "record Quote() {}");
        next("Quote", "record Quote() {}");

        assertEquals(List.of("LongPollingClient", "Quote"), changes().same());
    }

    @Test
    void aNameInsideALongerOneStaysAsItIs() throws IOException {
        java("Page", "class Page { PollingServers all; }");
        next("Page", "class Page { LongPollingServers all; }");

        assertEquals(List.of("Page"), namesOf(changes().changed(), "Page"));
    }

    @Test
    void filesWithoutAPairAreNewOrGone() throws IOException {
        java("Order", "record Order() {}");
        next("HeldRequest", "class HeldRequest {}");

        assertEquals(List.of("HeldRequest"), changes().added());
        assertEquals(List.of("Order"), changes().gone());
    }

    @Test
    void pagesAreComparedByTheirScripts() throws IOException {
        write("lesson01-polling/src/main/resources/page/page.js", "poll();\n");
        write("lesson02-long-polling/src/main/resources/page/page.js", "wait();\n");
        write("lesson02-long-polling/src/main/resources/page/lesson.css", "p {}\n");

        var difference = namesOf(changes().changed(), "page.js");

        assertEquals(List.of("page.js"), difference);
        assertEquals(List.of(), changes().added());
    }

    @Test
    void signsAndCountsTellWhatCameAndWent() throws IOException {
        var html = changes().html();

        assertTrue(html.contains("<small>+1 -1</small>"), html);
        assertTrue(html.contains("<del>-    void poll() {}\n</del><ins>+    void hold() {}\n</ins>"), html);
    }

    @Test
    void eachFileLeadsToItsSource() throws IOException {
        next("HeldRequest", "class HeldRequest {}");

        var html = changes().html();

        assertTrue(html.contains("<a href=\"source-longpolling-HeldRequest.html\"><code>HeldRequest</code></a>"), html);
        assertTrue(html.contains("<a href=\"source-polling-PollingServer.html\">before</a>"), html);
        assertTrue(html.contains("<a href=\"source-longpolling-LongPollingServer.html\">now</a>"), html);
    }

    @Test
    void aLessonThatIsNotThereIsRefusedByName() {
        var lessons = new Lessons(course);

        var refusal = assertThrows(NoSuchElementException.class, () -> Lesson.of(lessons, "pigeons"));

        assertEquals("there is no lesson pigeons.", refusal.getMessage());
    }

    private static List<String> namesOf(List<Changes.Pair> pairs, String name) {
        return pairs.stream().map(Changes.Pair::after).filter(name::equals).toList();
    }

    private Changes changes() {
        var lessons = new Lessons(course);
        return new Changes(lessons, Lesson.of(lessons, "polling"), Lesson.of(lessons, "longpolling"));
    }

    private void java(String name, String text) throws IOException {
        write(
                "lesson01-polling/src/main/java/ticker/polling/%s.java".formatted(name),
                "package ticker.polling;\n\n" + text);
    }

    private void next(String name, String text) throws IOException {
        write(
                "lesson02-long-polling/src/main/java/ticker/longpolling/%s.java".formatted(name),
                "package ticker.longpolling;\n\n" + text);
    }

    private void write(String name, String text) throws IOException {
        var file = course.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
