package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CopiesTest {
    @TempDir
    Path course;

    @TestFactory
    Stream<DynamicTest> everyCopyIsEqualToItsOriginalButForItsPackage() throws IOException {
        var root = Lessons.root();
        var copies = new Copies(root);
        System.out.println(copies.table());
        assertFalse(copies.all().isEmpty(), "there are copies to compare");
        return copies.all().stream()
                .map(copy ->
                        DynamicTest.dynamicTest(root.relativize(copy.file()).toString(), () -> {
                            var advice =
                                    "Change %s, then run: ./mvnw -q -pl docs compile exec:java@copies. A file that is no copy needs another name"
                                            .formatted(root.relativize(copy.original()));
                            assertEquals(copy.text(), Files.readString(copy.file()), advice);
                        }));
    }

    @Test
    void everyFileOfTheListIsShared() throws IOException {
        assertEquals(List.of(), new Copies(Lessons.root()).unshared(), "files in one module at most are no copies");
    }

    @Test
    void aCopyThatDiffersIsFound() throws IOException {
        write("lesson01-polling/src/main/java/ticker/polling/Quote.java", "package ticker.polling;\nrecord Quote() {}");
        write("lesson02-other/src/main/java/ticker/other/Quote.java", "package ticker.other;\nrecord Quote() {}");
        write("lab/src/main/java/ticker/lab/Quote.java", "package ticker.lab;\nrecord Quote(int changed) {}");

        assertEquals(
                List.of(
                        "lesson02-other/src/main/java/ticker/other/Quote.java equal",
                        "lab/src/main/java/ticker/lab/Quote.java differs"),
                found());
    }

    @Test
    void aCopyMayBeInAPackageBelowItsModules() throws IOException {
        write("lesson01-polling/src/test/java/ticker/polling/Wire.java", "package ticker.polling;\nclass Wire {}");
        write("lesson01-polling/src/main/java/ticker/polling/Quote.java", "package ticker.polling;\nrecord Quote() {}");
        write("production/src/main/java/ticker/production/Start.java", "package ticker.production;\nclass Start {}");
        write(
                "production/src/test/java/ticker/production/proxy/Wire.java",
                "package ticker.production.proxy;\nclass Wire {}");

        assertEquals(List.of("production/src/test/java/ticker/production/proxy/Wire.java equal"), found());
    }

    @Test
    void aCopyMayImportWhatItsModuleHasInAnotherPackage() throws IOException {
        write(
                "lesson01-polling/src/test/java/ticker/polling/Wire.java",
                "package ticker.polling;\n\nimport java.net.Socket;\nimport tools.Tool;\n\nclass Wire {}");
        write("lesson01-polling/src/main/java/ticker/polling/Quote.java", "package ticker.polling;\nrecord Quote() {}");
        write("lab/src/main/java/ticker/lab/Course.java", "package ticker.lab;\nclass Course {}");
        write(
                "lab/src/test/java/ticker/lab/course/Wire.java",
                "package ticker.lab.course;\n\nimport java.net.Socket;\nimport ticker.lab.Await;\nimport tools.Tool;\n\nclass Wire {}");

        assertEquals(List.of("lab/src/test/java/ticker/lab/course/Wire.java equal"), found());
    }

    @Test
    void aFileInAnotherFolderOfSourcesIsNoCopy() throws IOException {
        write("lesson01-polling/src/test/java/ticker/polling/Wire.java", "package ticker.polling;\nclass Wire {}");
        write("lesson01-polling/src/main/java/ticker/polling/Quote.java", "package ticker.polling;\nrecord Quote() {}");
        write(
                "lab/src/main/java/ticker/lab/measure/Wire.java",
                "package ticker.lab.measure;\nrecord Wire(int bytes) {}");

        assertEquals(List.of(), found());
    }

    @Test
    void aModuleHasNoSharedNameTwice() throws IOException {
        write("production/src/main/java/ticker/production/tls/Guards.java", "package ticker.production.tls;");
        write("production/src/main/java/ticker/production/proxy/Guards.java", "package ticker.production.proxy;");

        var refusal = assertThrows(IllegalStateException.class, this::found);

        assertEquals(
                "Guards.java is the name of a shared file, but two files have it:"
                        + " production/src/main/java/ticker/production/proxy/Guards.java and"
                        + " production/src/main/java/ticker/production/tls/Guards.java."
                        + " Rename one, or let both use one copy.",
                refusal.getMessage());
    }

    @Test
    void theTableCountsTheCopiesAndNotTheOriginals() throws IOException {
        write("lesson01-polling/src/main/java/ticker/polling/Quote.java", "package ticker.polling;\nrecord Quote() {}");
        write("lesson02-other/src/main/java/ticker/other/Quote.java", "package ticker.other;\nrecord Quote() {}");

        assertEquals("""
                copies in                files  lines
                lesson02-other               1      2
                all modules                  1      2
                """, new Copies(course).table().replace("\r", ""));
    }

    private List<String> found() throws IOException {
        return new Copies(course)
                .all().stream()
                        .map(copy -> "%s %s"
                                .formatted(
                                        course.relativize(copy.file())
                                                .toString()
                                                .replace('\\', '/'),
                                        isEqual(copy) ? "equal" : "differs"))
                        .toList();
    }

    private static boolean isEqual(Copy copy) {
        try {
            return copy.isEqual();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private void write(String name, String text) throws IOException {
        var file = course.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
