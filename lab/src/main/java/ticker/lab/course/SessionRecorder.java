package ticker.lab.course;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.relay.Lesson;
import ticker.lab.transcript.HexDump;
import ticker.lab.transcript.MessageJson;
import ticker.lab.transcript.SequenceDiagram;

/**
 * Records for the docs what passes each lesson's wire while its console client looks at a few prices: all of it, as a
 * sequence diagram, and the bytes of one message of each sort.
 */
final class SessionRecorder {
    private static final List<String> CLIENTS = List.of(
            "ticker.polling.PollingClient",
            "ticker.longpolling.LongPollingClient",
            "ticker.streaming.StreamingClient",
            "ticker.websocket.WebSocketClient",
            "ticker.handshake.HandshakeClient");
    private static final int MESSAGES = 10;

    private final Path folder;

    private SessionRecorder(Path folder) {
        this.folder = folder;
    }

    /** Records all lessons into the folders that have their names. */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        var recorder = new SessionRecorder(Path.of(args[0]).toRealPath());
        for (int i = 0; i < CLIENTS.size(); i++) {
            try (var course = new Course(0, 1, 7, true)) { // the same prices for all
                recorder.record(course, course.lessons().get(i), CLIENTS.get(i));
            }
        }
    }

    private void record(Course course, Lesson lesson, String client) throws Exception {
        var process = start(client, lesson.uri().getPort());
        while (messages(course, lesson).stream()
                        .filter(message -> message.kind() != Kind.END)
                        .count()
                < MESSAGES) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(String.format(ROOT, "%s has ended by itself.", client));
            }
        }
        process.destroy();
        process.waitFor();
        keep(lesson.name(), messages(course, lesson).subList(0, MESSAGES));
    }

    private static List<Message> messages(Course course, Lesson lesson) {
        return course.transcript().after(lesson.name(), 0, Integer.MAX_VALUE).messages();
    }

    private static Process start(String client, int port) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-Dport=" + port, "-Dinterval=500", "-cp", System.getProperty("java.class.path"), client)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void keep(String name, List<Message> messages) throws IOException {
        var place = Files.createDirectories(folder.resolve(name.replace("-", "")));
        var lines = messages.stream().map(message -> MessageJson.write(message) + "\n");
        Files.writeString(place.resolve("session.ndjson"), lines.collect(Collectors.joining()));
        Files.writeString(place.resolve("session.puml"), SequenceDiagram.body(messages));
        Files.writeString(place.resolve("session.txt"), HexDump.ofEachSort(messages));
        System.out.printf(ROOT, "Recorded %s: %d messages%n", name, messages.size());
    }
}
