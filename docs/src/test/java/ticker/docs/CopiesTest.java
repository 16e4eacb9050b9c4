package ticker.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    @TestFactory
    Stream<DynamicTest> everyCopyIsEqualToItsOriginalButForThePackageLine() throws IOException {
        var copies = new Copies(Copies.root()).all();
        assertFalse(copies.isEmpty(), "there are copies to compare");
        return copies.stream()
                .map(copy -> DynamicTest.dynamicTest(
                        Copies.root().relativize(copy.file()).toString(), () -> {
                            var advice = "Change %s, then run: ./mvnw -q -pl docs compile exec:java"
                                    .formatted(Copies.root().relativize(copy.original()));
                            assertEquals(copy.text(), Files.readString(copy.file()), advice);
                        }));
    }

    @Test
    void aCopyThatDiffersIsFound(@TempDir Path course) throws IOException {
        write(
                course,
                "lesson01-polling/src/main/java/ticker/polling/Quote.java",
                "package ticker.polling;\nrecord Quote() {}");
        write(
                course,
                "lesson02-other/src/main/java/ticker/other/Quote.java",
                "package ticker.other;\nrecord Quote() {}");
        write(course, "lab/src/main/java/ticker/lab/Quote.java", "package ticker.lab;\nrecord Quote(int changed) {}");

        var equal = new Copies(course)
                .all().stream()
                        .filter(CopiesTest::isEqual)
                        .map(Copies.Copy::file)
                        .toList();

        assertEquals(2, new Copies(course).all().size());
        assertEquals(List.of(course.resolve("lesson02-other/src/main/java/ticker/other/Quote.java")), equal);
    }

    private static boolean isEqual(Copies.Copy copy) {
        try {
            return copy.isEqual();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void write(Path course, String name, String text) throws IOException {
        var file = course.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(Files.exists(file));
    }
}
