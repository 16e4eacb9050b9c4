package ticker.docs.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordListTest {
    private final WordList list = new WordList("""
            = Words
            in the very end -> at last

            = Names
            Pigeon -> Message
            """);

    /** The list has what to write instead. */
    @Test
    void noFileHasAWordOfTheList() throws Exception {
        var lessons = new Lessons(Lessons.root());
        var words = new WordList(lessons.text(Lessons.root().resolve("docs/words.txt")));
        var files = Stream.concat(frontDoor(), lessons.sources())
                .filter(file -> words.reads(lessons.place(file)))
                .toList();

        var wrong = files.stream()
                .flatMap(file -> words.wrong(lessons.place(file), lessons.text(file)).stream())
                .toList();

        assertTrue(files.contains(Lessons.root().resolve("README.md")), "the course's README is read, too");
        assertTrue(wrong.isEmpty(), () -> "docs/words.txt says:\n" + String.join("\n", wrong) + "\n");
    }

    @Test
    void aWordIsFoundWithItsLineAndWhatToWriteInstead() {
        assertEquals(
                List.of("a/README.md:2: not \"In the very end\" but at last"),
                list.wrong("a/README.md", "It waits.\nIn the very end it leaves.\n"));
    }

    @Test
    void aWordIsFoundWhereACommentGoesOnInTheNextLine() {
        assertEquals(
                List.of("a/Some.java:2: not \"In the\n * very end\" but at last"),
                list.wrong("a/Some.java", "/**\n * In the\n * very end.\n */\n"));
        assertEquals(
                List.of("a/Some.java:1: not \"in the very\n    // end\" but at last"),
                list.wrong("a/Some.java", "// in the very\n    // end\n"));
    }

    @Test
    void aWordIsFoundInAConstantsName() {
        var words = new WordList("= W\nzeal -> effort\n= N\nA -> B\n= L\n");

        assertEquals(
                List.of("a/Some.java:1: not \"ZEAL\" but effort"), words.wrong("a/Some.java", "int ZEAL_MILLIS = 1;"));
        assertEquals(List.of(), words.wrong("a/Some.java", "int zealous = 1;"));
    }

    @Test
    void aNameIsFoundInCodeButNotInALongerOne() {
        assertEquals(
                List.of("a/Some.java:1: not \"Pigeon\" but Message"),
                list.wrong("a/Some.java", "var sent = new Pigeon();"));
        assertEquals(List.of(), list.wrong("a/Some.java", "new PigeonHole(); int maxPigeon; pigeon();"));
    }

    @Test
    void inTextANameIsFoundOnlyBetweenBackticks() {
        assertEquals(
                List.of("a/README.md:1: not \"Pigeon\" but Message"),
                list.wrong("a/README.md", "3. `Pigeon.fly`: it flies."));
        assertEquals(List.of(), list.wrong("a/README.md", "Pigeon is a bird, `PigeonHole` is not."));
    }

    @Test
    void textFilesAreRead() {
        assertTrue(list.reads("house/src/Some.java"), "code");
        assertTrue(list.reads("house/site/some.adoc"), "a page of the docs");
        assertTrue(list.reads("house/page/steps.json"), "a lesson's steps");
        assertFalse(list.reads("house/icon.svg"), "but no picture");
    }

    /** What lies in the course's own folder. */
    private static Stream<Path> frontDoor() throws IOException {
        try (var files = Files.list(Lessons.root())) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }
}
