package ticker.docs.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import ticker.docs.sources.Lessons;

/**
 * Records what the docs show of consoles and wires: starts a lesson as a learner does, types the commands of
 * {@code recorded/<module>.commands} and keeps what comes back. {@code {cursor}} in a command is the first seq of the
 * response before it. Needs bash, curl and xxd.
 */
final class ConsoleRecorder {
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    private final Path lesson;
    private final Path folder;
    private String cursor = "0";

    private ConsoleRecorder(Path lesson, Path folder) {
        this.lesson = lesson;
        this.folder = folder;
    }

    /** Records one module, such as {@code polling}. */
    public static void main(String[] args) throws Exception {
        var course = Lessons.root();
        var recorded = course.resolve("docs/src/main/site/recorded");
        var commands = Files.readAllLines(recorded.resolve(args[0] + ".commands"));
        var sources = new Lessons(course).folder(args[0]);
        new ConsoleRecorder(sources, Files.createDirectories(recorded.resolve(args[0]))).record(commands);
    }

    private void record(List<String> commands) throws Exception {
        var server = start("../mvnw -q compile exec:java -Dseed=7");
        try (var output = server.inputReader()) {
            keep("server", "$ ../mvnw -q compile exec:java -Dseed=7\n" + output.readLine() + "\n");
            for (int i = 0; i + 1 < commands.size(); i += 3) { // a name, a command, an empty line
                run(commands.get(i), commands.get(i + 1));
            }
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
        }
    }

    private void run(String name, String template) throws Exception {
        var command = template.replace("{cursor}", cursor);
        var words = name.split(" "); // a number behind the name: so many milliseconds later
        Thread.sleep(words.length > 1 ? Long.parseLong(words[1]) : 0);
        var process = start(command);
        var output = new String(process.getInputStream().readAllBytes(), ISO_8859_1).replace("\r", "");
        process.waitFor(1, TimeUnit.MINUTES);
        if (output.isBlank() || output.contains("[ERROR]")) {
            throw new IllegalStateException("Nothing to keep of: " + command + "\n" + output);
        }
        var seq = SEQ.matcher(output);
        cursor = seq.find() ? seq.group(1) : cursor;
        keep(words[0], String.format(ROOT, "$ %s\n%s\n", command, output.stripTrailing()));
    }

    private Process start(String command) throws IOException {
        return new ProcessBuilder("bash", "-c", command)
                .directory(lesson.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void keep(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".txt"), text, ISO_8859_1);
        System.out.println("Recorded " + name);
    }
}
