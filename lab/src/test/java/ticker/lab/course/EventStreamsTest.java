package ticker.lab.course;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Some hundred streams of events, or as many as {@code -Dstreams=} says, for three parsers. The browser's EventSource is the
 * judge, since it is not ours.
 */
@Tag("browser")
class EventStreamsTest {
    private static final List<GeneratedStream> STREAMS = GeneratedStream.ofEvents(Integer.getInteger("streams", 300));
    private static final int AT_ONCE = 100;
    private static final String BROWSER = "the browser";

    @RegisterExtension
    static final Browser browser = new Browser();

    private static final Map<String, GeneratedStream> SENT = new ConcurrentHashMap<>();
    private static Undertow server;
    private static List<List<ReadEvent>> expected;

    @BeforeAll
    static void readAllStreams() {
        server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(
                        Handlers.path(exchange -> exchange.getResponseSender().send("A page."))
                                .addPrefixPath("/streams", new BlockingHandler(EventStreamsTest::send)))
                .build();
        server.start();
        var address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        browser.open(URI.create(String.format(ROOT, "http://localhost:%d/", address.getPort())));

        expected = new ArrayList<>();
        for (int from = 0; from < STREAMS.size(); from += AT_ONCE) {
            expected.addAll(byTheBrowser(STREAMS.subList(from, Math.min(from + AT_ONCE, STREAMS.size()))));
        }
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** Sends the pieces a little apart: then nearly all reach the browser as they were cut. */
    private static void send(HttpServerExchange exchange) throws IOException {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        var out = exchange.getOutputStream();
        for (var piece : SENT.get(exchange.getQueryString()).pieces()) {
            out.write(piece);
            out.flush();
            LockSupport.parkNanos(MILLISECONDS.toNanos(1));
        }
    }

    /** What an EventSource for each of the streams gives until its stream ends. */
    private static List<List<ReadEvent>> byTheBrowser(List<GeneratedStream> streams) {
        var numbers = new ArrayList<String>();
        for (var stream : streams) {
            numbers.add(Integer.toString(SENT.size()));
            SENT.put(Integer.toString(SENT.size()), stream);
        }
        var read = (List<?>) browser.run("""
                const [numbers, types] = arguments;
                const read = (number) => new Promise((done) => {
                  const events = [];
                  const source = new EventSource(`streams?${number}`);
                  for (const type of types) {
                    source.addEventListener(type, ({ type, data, lastEventId }) => events.push({ type, data, lastEventId }));
                  }
                  source.onerror = () => {
                    source.close();
                    done(JSON.stringify(events));
                  };
                });
                return Promise.all(numbers.map(read));
                """, numbers, List.copyOf(GeneratedStream.types()));
        return read.stream().map(events -> ReadEvent.parse((String) events)).toList();
    }

    @Test
    void theStreamsAreWorthReading() {
        var events = expected.stream().flatMap(List::stream).toList();

        assertTrue(
                events.size() > STREAMS.size(), "too few events in " + STREAMS.size() + " streams: " + events.size());
        assertTrue(
                events.stream().map(ReadEvent::type).distinct().count() > 5,
                "too few of the types occur: " + GeneratedStream.types());
        assertTrue(
                expected.stream().anyMatch(List::isEmpty)
                        && events.stream().anyMatch(event -> event.data().isEmpty()),
                "there is no stream without an event, or no event without data");
    }

    @Test
    void theParserOfLesson3ReadsWhatTheBrowserReads() {
        for (int i = 0; i < STREAMS.size(); i++) {
            var stream = STREAMS.get(i);
            stream.assertSame("lesson 3's parser", ReadEvent.byTheLesson(stream), BROWSER, expected.get(i));
        }
    }

    @Test
    void theParserOfTheLabReadsWhatTheBrowserReads() {
        for (int i = 0; i < STREAMS.size(); i++) {
            var stream = STREAMS.get(i);
            stream.assertSame("the lab's parser", ReadEvent.byTheLab(stream), BROWSER, expected.get(i));
        }
    }

    /** Chromium 156 errs here, and loses the first event: it takes the line end for a part of the next line. */
    @Test
    void aBlankLineAfterTheByteOrderMarkIsNothingByTheStandard() {
        var stream = new GeneratedStream("a blank line", List.of("\uFEFF\ndata: a\n\n".getBytes(UTF_8)));
        var event = List.of(new ReadEvent("message", "a", ""));

        assertEquals(event, ReadEvent.byTheLesson(stream));
        assertEquals(event, ReadEvent.byTheLab(stream));
    }

    /** UTF-8 has no form for half of a surrogate pair. Where three bytes look like one, the standard counts three mistakes. */
    @Test
    void bytesThatLookLikeHalfOfAPairAreThreeMistakesForTheBrowserAndOneForJava() {
        var bytes = new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n', '\n'};
        var stream = new GeneratedStream("half of a pair", List.of(bytes));

        assertEquals(
                List.of(new ReadEvent("message", "\uFFFD".repeat(3), "")),
                byTheBrowser(List.of(stream)).get(0));
        assertEquals(List.of(new ReadEvent("message", "\uFFFD", "")), ReadEvent.byTheLesson(stream));
        assertEquals(1, new String(bytes, 5, 3, UTF_8).length(), "so this is Java's way, not the parser's");
    }
}
