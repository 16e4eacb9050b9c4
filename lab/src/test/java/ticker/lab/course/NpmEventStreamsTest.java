package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.lab.Await.awaitResult;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticker.streaming.LessonParsers;
import tools.jackson.databind.json.JsonMapper;

/**
 * The streams of {@link EventStreamsTest} for another parser that is not ours, npm's eventsource-parser. It runs in Node,
 * and is fetched for each run.
 */
@Tag("slow")
class NpmEventStreamsTest {
    private static final String PARSER = "eventsource-parser@3.1.1";
    private static final JsonMapper JSON = new JsonMapper();

    /** What npm's parser reads. It gives an event no id but its own: null, where its block has none. */
    private record Reading(List<ReadEvent> events, long retry) {}

    @TempDir
    static Path folder;

    @BeforeAll
    static void fetch() throws Exception {
        run("", "npm", "install", "--no-audit", "--no-fund", PARSER);
        try (var script = NpmEventStreamsTest.class.getResourceAsStream("/streams/npm.mjs")) {
            Files.copy(script, folder.resolve("npm.mjs"));
        }
    }

    @Test
    void theParserOfLesson3ReadsWhatNpmsParserReads() throws Exception {
        var streams = GeneratedStream.ofEvents(Integer.getInteger("streams", 1000));

        var readings = byNpm(streams);

        for (int i = 0; i < streams.size(); i++) {
            var stream = streams.get(i);
            var expected = readings.get(i);
            var events = new ArrayList<ReadEvent>();
            long retry = LessonParsers.events(
                    stream.pieces(),
                    (type, data, lastEventId) -> events.add(
                            new ReadEvent(type, data, hasNoId(expected.events, events.size()) ? null : lastEventId)));
            stream.assertSame("lesson 3's parser", events, "npm's", expected.events);
            assertEquals(expected.retry, retry, () -> "the last retry of npm's parser and of lesson 3's, in " + stream);
        }
    }

    private static boolean hasNoId(List<ReadEvent> events, int index) {
        return index < events.size() && events.get(index).lastEventId() == null;
    }

    /** By the standard an id stays until there is another one. Who uses this parser must keep the last one. */
    @Test
    void npmsParserForgetsAnIdWithItsBlock() throws Exception {
        var stream = new GeneratedStream("two blocks", List.of("id: 7\n\ndata: a\n\n".getBytes(UTF_8)));

        assertEquals(
                List.of(new ReadEvent("message", "a", null)),
                byNpm(List.of(stream)).get(0).events);
        assertEquals(List.of(new ReadEvent("message", "a", "7")), ReadEvent.byTheLesson(stream));
    }

    private static List<Reading> byNpm(List<GeneratedStream> streams) throws Exception {
        var base64 = Base64.getEncoder();
        var pieces = streams.stream()
                .map(stream ->
                        stream.pieces().stream().map(base64::encodeToString).toList())
                .toList();
        return List.of(JSON.readValue(run(JSON.writeValueAsString(pieces), "node", "npm.mjs"), Reading[].class));
    }

    /** Runs a program in the folder, and returns what it prints. */
    private static String run(String input, String... command) throws Exception {
        var in = Files.writeString(Files.createTempFile(folder, "in", ".json"), input);
        var errors = Files.createTempFile(folder, "errors", ".txt");
        var program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            var output = awaitResult(
                    "the output of " + String.join(" ", command),
                    () -> new String(program.getInputStream().readAllBytes(), UTF_8));
            assertEquals(0, program.waitFor(), () -> "exit status of " + command[0] + ": " + text(errors));
            return output;
        } finally {
            program.destroy();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
