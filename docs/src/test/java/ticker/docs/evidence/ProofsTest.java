package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ticker.docs.sources.Lessons;

/** What the reference of a lesson promises, or the README of production, is proved by the tests it names: they exist. */
class ProofsTest {
    private static final Pattern TOPIC = Pattern.compile("^\\| \\d\\.\\d+ \\|.*", Pattern.MULTILINE);
    private static final Pattern PROOF = Pattern.compile("`(\\w+Test)?\\.?([a-z]\\w+)?`");

    private final Lessons lessons = new Lessons(Lessons.root());
    private final Topics topics = new Topics(lessons.text(Lessons.root().resolve("docs/src/main/site/topics.txt")));

    @TestFactory
    Stream<DynamicTest> everyTestThatAReferenceNamesExists() throws IOException {
        var proofs = new ArrayList<Proof>();
        for (var module : modules()) {
            var promises = lessons.text(promises(module));
            for (var row : TOPIC.matcher(promises).results().toList()) {
                proofs.addAll(proofs(Lessons.packageOf(module), row.group()));
            }
        }
        assertFalse(proofs.isEmpty(), "there are promises to prove");
        return proofs.stream()
                .map(proof -> DynamicTest.dynamicTest(
                        "%s %s %s %s".formatted(proof.module(), proof.topics(), proof.test(), proof.sentence()),
                        () -> assertEquals(List.of(), proof.faults(lessons, topics))));
    }

    /** The tests named in the last column. A name without its class is of the class named before it. */
    private static List<Proof> proofs(String module, String row) {
        var columns = row.split("\\|");
        var proofs = new ArrayList<Proof>();
        var subject = "";
        for (var name : PROOF.matcher(columns[columns.length - 1]).results().toList()) {
            subject = Optional.ofNullable(name.group(1)).orElse(subject);
            var sentence = Optional.ofNullable(name.group(2)).orElse("");
            proofs.add(new Proof(module, subject, sentence, List.of(columns[1].strip()), "REFERENCE.md"));
        }
        return proofs;
    }

    private static Path promises(Path module) {
        var reference = module.resolve("REFERENCE.md");
        return Files.exists(reference) ? reference : module.resolve("README.md");
    }

    private static List<Path> modules() throws IOException {
        try (var folders = Files.list(Lessons.root())) {
            return folders.filter(folder -> folder.getFileName().toString().matches("lesson.*|production")
                            && Files.exists(folder.resolve("README.md")))
                    .sorted()
                    .toList();
        }
    }
}
