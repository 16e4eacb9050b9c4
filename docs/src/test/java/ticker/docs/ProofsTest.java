package ticker.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a lesson's README promises is proved by the tests it names: they exist. */
class ProofsTest {
    private static final Pattern TOPIC = Pattern.compile("^\\| \\d\\.\\d+ \\|.*", Pattern.MULTILINE);
    private static final Pattern PROOF = Pattern.compile("`(\\w+Test)?\\.?([a-z]\\w+)?`");

    @TestFactory
    Stream<DynamicTest> everyTestThatAReadmeNamesExists() throws IOException {
        var proofs = new ArrayList<DynamicTest>();
        for (var lesson : lessons()) {
            for (var topic : TOPIC.matcher(Files.readString(lesson.resolve("README.md")))
                    .results()
                    .toList()) {
                proofs.addAll(proofs(lesson, topic.group()));
            }
        }
        assertFalse(proofs.isEmpty(), "there are promises to prove");
        return proofs.stream();
    }

    /** The tests named in the last column. A name without its class is of the class named before it. */
    private static List<DynamicTest> proofs(Path lesson, String topic) {
        var columns = topic.split("\\|");
        var proofs = new ArrayList<DynamicTest>();
        String subject = null;
        for (var proof : PROOF.matcher(columns[columns.length - 1]).results().toList()) {
            subject = proof.group(1) == null ? subject : proof.group(1);
            var test = subject;
            proofs.add(DynamicTest.dynamicTest(
                    lesson.getFileName() + columns[1] + proof.group(),
                    () -> assertExists(lesson, test, proof.group(2))));
        }
        return proofs;
    }

    private static void assertExists(Path lesson, String subject, String sentence) throws IOException {
        var name = subject + ".java";
        try (var files = Files.walk(lesson.resolve("src/test/java"))) {
            var source = files.filter(file -> file.endsWith(name)).findFirst();
            assertTrue(source.isPresent(), () -> lesson.getFileName() + " has no " + name);
            var method = sentence == null ? "class " + subject : " " + sentence + "(";
            assertTrue(Files.readString(source.get()).contains(method), () -> "%s has no %s".formatted(name, method));
        }
    }

    private static List<Path> lessons() throws IOException {
        try (var folders = Files.list(Copies.root())) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("lesson")
                            && Files.exists(folder.resolve("README.md")))
                    .sorted()
                    .toList();
        }
    }
}
