package ticker.lab.course;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import ticker.lab.decode.Message;
import ticker.lab.relay.Lesson;
import ticker.lab.transcript.HexDump;
import ticker.lab.transcript.MessageJson;
import ticker.lab.transcript.SequenceDiagram;

/**
 * Records for the docs what passes each lesson's wire while its page is open in Chromium and shows a few prices: as a sequence
 * diagram, and the bytes of one message of each sort. The page's own files are left out.
 */
final class SessionRecorder {
    private static final double RATE = 0.7; // so that a page that asks each second gets no price now and then
    private static final int LESSONS = 5;
    private static final int MESSAGES = 10;

    private final Path folder;

    private SessionRecorder(Path folder) {
        this.folder = folder;
    }

    /** Records all lessons into the folders that have their names. Needs {@code chromium}. */
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        var recorder = new SessionRecorder(Path.of(args[0]).toRealPath());
        for (int i = 0; i < LESSONS; i++) {
            try (var course = new Course(0, RATE, 7, true)) { // the same prices for all
                recorder.record(course, course.lessons().get(i));
            }
        }
    }

    private void record(Course course, Lesson lesson) throws Exception {
        var profile = Files.createTempDirectory("record");
        var page = start(profile, lesson.uri());
        try {
            while (messages(course, lesson).size() < MESSAGES) {
                if (page.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("Chromium has ended by itself.");
                }
            }
        } finally {
            page.descendants().forEach(ProcessHandle::destroyForcibly);
            page.destroyForcibly().waitFor();
        }
        keep(lesson.name(), messages(course, lesson).subList(0, MESSAGES));
    }

    /** What the page's script has asked for, and what came of it. */
    private static List<Message> messages(Course course, Lesson lesson) {
        var all = course.transcript().after(lesson.name(), 0, Integer.MAX_VALUE).messages();
        var asked = all.stream()
                .filter(message -> message.line().matches("GET /(quotes|events)(\\?.*)?"))
                .map(Message::number)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(message -> switch (message.kind()) {
                    case REQUEST -> asked.contains(message.number());
                    case RESPONSE -> asked.contains(message.respondsTo());
                    case EVENT, FRAME -> true;
                    default -> false;
                })
                .toList();
    }

    private static Process start(Path profile, URI page) throws IOException {
        return new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + profile,
                        page.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void keep(String name, List<Message> messages) throws IOException {
        var place = Files.createDirectories(folder.resolve(name.replace("-", "")));
        var lines = messages.stream().map(message -> MessageJson.write(message) + "\n");
        Files.writeString(place.resolve("session.ndjson"), lines.collect(Collectors.joining()));
        Files.writeString(place.resolve("session.puml"), SequenceDiagram.body("Page", messages));
        Files.writeString(place.resolve("session.txt"), HexDump.ofEachSort(messages));
        System.out.printf(ROOT, "Recorded %s: %d messages%n", name, messages.size());
    }
}
