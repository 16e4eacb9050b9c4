package ticker.streaming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.streaming.Await.awaitResult;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chunk is not a message: a program between server and client may split the bytes anew, at any place. */
class RechunkTest {
    private final Market market = new Market(0);
    private final StreamingServer server = new StreamingServer(0, market);
    private Relay relay;
    private Quotes board;

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(server.uri());
        market.move("Æ€𝄞", 101_25, 1000); // of two, three and four bytes
        market.move("円", 9_99, 2000);
        board = market.after(0);
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        server.close();
    }

    @Test
    void aLineHasAMebibyteAtMost() throws Exception {
        var quotes = "{\"seq\":7,\"quotes\":[]}";
        var longest = (" ".repeat(1024 * 1024 - quotes.length()) + quotes).getBytes(UTF_8);
        var parser = new NdjsonParser();
        parser.feed(longest, longest.length);
        assertEquals(7, parser.feed(new byte[] {'\n'}, 1).get(0).seq(), "a line of 1048576 bytes is read");

        parser.feed(longest, longest.length);
        var tooLong = assertThrows(IOException.class, () -> parser.feed(new byte[] {' '}, 1));

        assertEquals("The server sent a line of more than 1048576 bytes.", tooLong.getMessage());
    }

    @Test
    void messagesAreWholeWhereverTheirBytesAreCut() throws Exception {
        var bytes = join(Format.NDJSON.message(board), Format.NDJSON.keepAlive(), Format.NDJSON.message(board));
        for (int at = 0; at <= bytes.length; at++) {
            var parser = new NdjsonParser();
            var messages = new ArrayList<Quotes>();

            Cuts.once(bytes, at, part -> messages.addAll(parser.feed(part, part.length)));

            assertEquals(List.of(board.quotes(), board.quotes()), quotes(messages), "cut after byte " + at);
        }
    }

    @Test
    void anUnfinishedMessageIsNone() throws Exception {
        var bytes = Format.NDJSON.message(board);
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(
                    List.of(), new NdjsonParser().feed(bytes, length), String.format(ROOT, "after %d bytes", length));
        }
    }

    @Test
    void linesAreWholeWhereverTheChunksAreCut() throws Exception {
        var bytes = Format.NDJSON.message(board);
        for (int at = 1; at < bytes.length; at++) {
            relay.respond(chunked("application/x-ndjson", bytes, at));

            assertEquals(List.of(board.quotes()), quotes(lines(relay.uri(), at)), "cut after byte " + at);
        }
    }

    @Test
    void eventsAreWholeWhereverTheChunksAreCut() throws Exception {
        var bytes = Format.EVENTS.message(board);
        for (int at = 1; at < bytes.length; at++) {
            relay.respond(chunked("text/event-stream", bytes, at));

            assertEquals(List.of(board.quotes()), quotes(events(relay.uri(), at)), "cut after byte " + at);
        }
    }

    @Test
    void messagesAreWholeWhenEveryByteOfTheResponseTravelsAlone() throws Exception {
        relay.byteByByte(); // so the lengths of the chunks are split too, between CR and LF
        var bytes = Format.NDJSON.message(board);
        relay.respond(chunked("application/x-ndjson", bytes, 50));
        relay.respond(chunked("text/event-stream", Format.EVENTS.message(board), 50));

        assertEquals(List.of(board.quotes()), quotes(lines(relay.uri(), 1)), "lines");
        assertEquals(List.of(board.quotes()), quotes(events(relay.uri(), 1)), "events");
    }

    @Test
    void whatTheServerSendsIsWholeWhenEveryByteTravelsAlone() throws Exception {
        relay.byteByByte();
        var client = new StreamingClient(relay.uri());
        var messages = new ArrayList<Quotes>();
        Consumer<Quotes> consumer = quotes -> {
            messages.add(quotes);
            if (messages.size() < 3) {
                market.move("円", 10_00 + messages.size(), 3000);
            } else {
                relay.cut();
            }
        };

        ComeBack.firstSentence((prices, pause) -> client.watch(consumer, pause));

        assertEquals(board.quotes(), messages.get(0).quotes());
        assertEquals(4, messages.get(2).seq(), "the number of the third message");
        assertTrue(messages.get(2).quotes().size() == 1, "only what is newer");
    }

    private static String chunked(String type, byte[] body, int at) {
        var chunks = new ByteArrayOutputStream();
        Cuts.once(body, at, part -> {
            chunks.writeBytes(String.format(ROOT, "%x\r\n", part.length).getBytes(UTF_8));
            chunks.writeBytes(part);
            chunks.writeBytes("\r\n".getBytes(UTF_8));
        });
        return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(type)
                + chunks.toString(ISO_8859_1)
                + "0\r\n\r\n";
    }

    private static List<Quotes> lines(URI server, int most) throws Exception {
        var parser = new NdjsonParser();
        var messages = new ArrayList<Quotes>();
        read(server.resolve("/stream"), most, part -> messages.addAll(parser.feed(part, part.length)));
        return messages;
    }

    private static List<Quotes> events(URI server, int most) throws Exception {
        var parser = new EventStreamParser("");
        var messages = new ArrayList<Quotes>();
        read(server.resolve("/events"), most, part -> {
            for (var event : parser.feed(part, part.length)) {
                messages.add(Quotes.parse(event.data().getBytes(UTF_8)));
            }
        });
        return messages;
    }

    /** Reads at most so many bytes at a time. Without that the JDK joins chunks that have arrived together. */
    private static void read(URI uri, int most, Cuts.Reader<IOException> reader) throws Exception {
        awaitResult("the end of the response to GET " + uri.getPath(), () -> {
            try (var body = uri.toURL().openStream()) {
                var buffer = new byte[most];
                for (int n; (n = body.read(buffer)) >= 0; ) {
                    reader.read(Arrays.copyOf(buffer, n));
                }
            }
            return null;
        });
    }

    private static List<List<Quote>> quotes(List<Quotes> messages) {
        return messages.stream().map(Quotes::quotes).toList();
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
