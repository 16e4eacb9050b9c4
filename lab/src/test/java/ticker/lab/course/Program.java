package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static ticker.lab.Await.await;
import static ticker.lab.Await.awaitResult;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A program of a lesson, as a learner starts it: in a process of its own. What it prints goes to files. */
final class Program implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)");
    private static final int TAIL = 4096; // bytes
    private static final String CONNECTION = " io.undertow.server.protocol.http.HttpServerConnection";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

    private final String name;
    private final Path output = Files.createTempFile("output", ".txt");
    private final Path errors = Files.createTempFile("errors", ".txt");
    private final Process process;

    /** Starts the class of this name with settings such as {@code -Drate=50}. */
    Program(String name, String... settings) throws IOException {
        this.name = name;
        var command = new ArrayList<String>();
        command.add(JAVA.resolve("java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), name));
        process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
    }

    /** The port that it prints in its first line. */
    int port() {
        var address = await(
                "an address in the first line of " + name,
                () -> ADDRESS.matcher(String.join("\n", output())),
                matcher -> matcher.find());
        return Integer.parseInt(address.group(1));
    }

    /** The last lines that it has printed. The first and the last one may be a part of a line. */
    List<String> output() throws IOException {
        try (var file = new RandomAccessFile(output.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL));
            var end = new byte[TAIL];
            int length = file.read(end);
            return length < 0
                    ? List.of()
                    : new String(end, 0, length, UTF_8).lines().toList();
        }
    }

    /**
     * What it has written where errors and logs go, without the JVM's own warnings: since Java 24 it warns of what Undertow does.
     * What the program logs begins with another line, which has the date.
     */
    List<String> errors() throws IOException {
        return Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("WARNING: "))
                .toList();
    }

    /** How many files, sockets among them, it has open; 0 where there is no {@code /proc} to tell. */
    long descriptors() throws IOException {
        var folder = Path.of(String.format(ROOT, "/proc/%d/fd", process.pid()));
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var open = Files.list(folder)) {
            return open.count();
        }
    }

    /**
     * What is left of its heap after a collection.
     *
     * @param connections of Undertow, open or not
     */
    record LiveHeap(long bytes, long connections) {
        static LiveHeap of(List<String> histogram) {
            return new LiveHeap(
                    bytes(histogram.get(histogram.size() - 1)),
                    histogram.stream()
                            .filter(line -> line.endsWith(CONNECTION))
                            .mapToLong(line -> Long.parseLong(columns(line)[1]))
                            .sum());
        }

        private static long bytes(String total) {
            return Long.parseLong(columns(total)[2]);
        }

        /** A line has a number, or {@code Total}, instances, bytes and a class. */
        private static String[] columns(String line) {
            return line.strip().split("\\s+");
        }
    }

    LiveHeap liveHeap() throws Exception {
        return LiveHeap.of(run(JAVA.resolve("jcmd").toString(), Long.toString(process.pid()), "GC.class_histogram"));
    }

    /** Sends it a signal of Unix, such as STOP. */
    void signal(String signal) throws Exception {
        run("kill", "-" + signal, Long.toString(process.pid()));
    }

    private static List<String> run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C"); // kill knows no CONT in Turkish
        var process = builder.start();
        var lines = awaitResult(
                "the output of " + command[0],
                () -> process.inputReader().lines().toList());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s: %s".formatted(String.join(" ", command), lines));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(output);
        Files.delete(errors);
    }
}
