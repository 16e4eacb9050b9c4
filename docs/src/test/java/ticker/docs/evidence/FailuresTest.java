package ticker.docs.evidence;

import static java.nio.file.Files.readString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Path FAILURES = Path.of("../lesson01-polling/src/test/java/ticker/polling/Failure.java");
    private static final Path PAGE = Path.of("src/main/site/coming-back.adoc");
    private static final Pattern FAILURE = Pattern.compile(
            "(?s)    [A-Z_]+\\(\\s*\"([^\"]+)\",(?:(?!\n    [A-Z_]+\\().)*?\"([^\"]+)\"\\)[,;]? ?[{\n]");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|(.*) \\|([A-Z].*\\.)$");

    @Test
    void theTableOfFailuresHasThoseOfTheTestsInTheirOrder() throws Exception {
        var tested = FAILURE.matcher(readString(FAILURES)).results();
        var page = readString(PAGE);
        var listed = ROW.matcher(page.substring(page.indexOf("[#failures"), page.indexOf("A browser tells")))
                .results();

        assertEquals(
                tested.map(failure -> failure.group(1) + ": " + failure.group(2))
                        .collect(Collectors.joining("\n")),
                listed.map(row -> row.group(1) + ": " + row.group(2)).collect(Collectors.joining("\n")));
    }
}
