package ticker.production;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static ticker.production.Await.awaitResult;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program as a learner starts it, in a process of its own. It ends with the test, if not before. */
public record JavaProcess(String name, Process process) implements AutoCloseable {
    public static JavaProcess start(Class<?> program, String... settings) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1"); // it ends before the second compiler would pay off
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new JavaProcess(program.getSimpleName(), process);
    }

    /** The next line that it prints, or null when it prints no more. */
    public String line() throws Exception {
        return awaitResult("a line from " + name, process.inputReader()::readLine);
    }

    /** Where a server says that it listens. */
    public URI uri() throws Exception {
        return URI.create(line().replaceFirst(".*: (https?://\\S+) .*", "$1"));
    }

    /** Its exit status, when it has ended. */
    public int end() throws Exception {
        return awaitResult("the end of " + name, process::waitFor);
    }

    /** It prints this one line, and exits with status 2. Java 25 itself warns first of a temporary folder that is not there. */
    public void assertRefuses(String sentence) throws Exception {
        try (this) {
            var line = line();
            assertEquals(sentence, line.startsWith("WARNING: java.io.tmpdir ") ? line() : line);
            assertNull(line(), "one line is all");
            assertEquals(2, end());
        }
    }

    /** Ends the program. It does not close the output, which another thread may still read: closing would wait for it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
