package ticker.docs.evidence;

import static java.nio.file.Files.readString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Path FAILURES = Path.of("../lesson01-polling/src/test/java/ticker/polling/Failure.java");
    private static final Path PAGE = Path.of("src/main/site/coming-back.adoc");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|(.*) \\|([A-Z].*\\.)$");

    @Test
    void theTableOfFailuresHasThoseOfTheTestsInTheirOrder() throws Exception {
        var page = readString(PAGE);
        var listed = ROW.matcher(page.substring(page.indexOf("[#failures"), page.indexOf("A browser tells")))
                .results()
                .map(row -> row.group(1) + ": " + row.group(2))
                .collect(Collectors.joining("\n"));

        assertEquals(tested(), listed);
    }

    /** The first and the last text of each constant: its name and its sentence. */
    private static String tested() throws Exception {
        var source = readString(FAILURES);
        var constants = source.substring(source.indexOf("enum Failure"), source.indexOf("    private final"));
        return Arrays.stream(constants.split("\n    (?=[A-Z_]+\\()"))
                .skip(1)
                .map(constant -> Pattern.compile("\"([^\"]*)\"")
                        .matcher(constant)
                        .results()
                        .map(text -> text.group(1))
                        .toList())
                .map(texts -> texts.get(0) + ": " + texts.get(texts.size() - 1))
                .collect(Collectors.joining("\n"));
    }
}
