package ticker.lab.course;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ticker.streaming.LessonParsers;
import ticker.streaming.Market;
import ticker.streaming.StreamingServer;

/** Streams of lines, for the page of lesson 3 and for its parser in Java. */
@Tag("browser")
class LineStreamsTest {
    private static final List<GeneratedStream> STREAMS = GeneratedStream.ofLines(Integer.getInteger("streams", 300));

    @RegisterExtension
    static final Browser browser = new Browser();

    private static final StreamingServer server = new StreamingServer(0, new Market(0));

    @BeforeAll
    static void open() {
        browser.open(server.uri());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What the page takes for lines. It gets each piece of a stream alone, also one that ends within a character. */
    private static List<List<String>> byThePage(List<GeneratedStream> streams) {
        var base64 = Base64.getEncoder();
        var pieces = streams.stream()
                .map(stream ->
                        stream.pieces().stream().map(base64::encodeToString).toList())
                .toList();
        var read = (List<?>) browser.run("""
                const [streams] = arguments;
                const form = document.querySelector("#streaming");
                const state = document.querySelector("#state");
                const parse = JSON.parse;
                const real = fetch;
                let body;
                let lines;
                fetch = async () => new Response(body, { headers: { "Content-Type": "application/x-ndjson" } });
                JSON.parse = (text) => {
                  lines.push(text); // what the page parses is what it takes for a line
                  return parse(text);
                };
                const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
                const read = async (pieces) => {
                  lines = [];
                  body = new ReadableStream({
                    pull: (stream) => (pieces.length ? stream.enqueue(bytes(pieces.shift())) : stream.close()),
                  });
                  form.way.value = "stream";
                  state.textContent = "";
                  form.dispatchEvent(new SubmitEvent("submit", { cancelable: true }));
                  while (state.textContent !== "waiting to come back") await new Promise((done) => setTimeout(done));
                  return lines;
                };
                const all = [];
                for (const pieces of streams) all.push(await read(pieces));
                [fetch, JSON.parse] = [real, parse];
                return all;
                """, pieces);
        var lines = new ArrayList<List<String>>();
        for (var texts : read) {
            var messages = new ArrayList<String>();
            for (var text : (List<?>) texts) {
                messages.add(LessonParsers.line((String) text));
            }
            lines.add(messages);
        }
        return lines;
    }

    @Test
    void theParserOfLesson3ReadsWhatItsPageReads() {
        var expected = byThePage(STREAMS);

        for (int i = 0; i < STREAMS.size(); i++) {
            var stream = STREAMS.get(i);
            stream.assertSame("lesson 3's parser", LessonParsers.lines(stream.pieces()), "its page", expected.get(i));
        }
        int lines = expected.stream().mapToInt(List::size).sum();
        assertTrue(lines > STREAMS.size(), "lines in all streams: " + lines);
    }
}
