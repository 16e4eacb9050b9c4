package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.lab.Await.await;
import static ticker.lab.decode.Direction.DOWN;
import static ticker.lab.decode.Direction.UP;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ticker.lab.decode.DecodedConnection;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.transcript.Transcript;
import ticker.lab.transcript.TranscriptRecorder;

/** Bytes that no client and no server should send: they pass untouched, and the transcript says what they are not. */
@ResourceLock("the log of SafeObserver")
class HostileBytesTest {
    private static final int FOLLOWING = 1_000_000; // random bytes after the hostile ones
    private static final int ROOM = 100_000; // for the transcript

    /**
     * @param upgraded whether the connection is a WebSocket before they come
     * @param words what the transcript says of them
     */
    private record Hostile(Direction direction, boolean upgraded, String bytes, String words) {
        @Override
        public String toString() {
            return direction + " " + words;
        }
    }

    static List<Hostile> hostile() {
        return Stream.of(http(), frames()).flatMap(List::stream).toList();
    }

    private static List<Hostile> http() {
        var post = "POST / HTTP/1.1\r\nContent-Length: %s\r\n\r\n";
        var chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n";
        return List.of(
                new Hostile(UP, false, "\u0016\u0003\u0001\u0002\0\u0001", "not decoded: not HTTP"),
                new Hostile(DOWN, false, "\0\0\0\0", "not decoded: not HTTP"),
                new Hostile(UP, false, "<<<>>> /quotes\r\n", "not decoded: no request line of HTTP/1"),
                new Hostile(DOWN, false, "HTTP/9.9 999 No\r\n", "not decoded: no status line of HTTP/1"),
                new Hostile(UP, false, "GET / HTTP/1.1\r\n: :\r\n", "not decoded: a header needs a name and a colon"),
                new Hostile(UP, false, "GET /" + "x".repeat(70_000), "not decoded: headers of more than 65536 bytes"),
                new Hostile(
                        DOWN,
                        false,
                        "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(20_000),
                        "not decoded: headers of more than 65536 bytes"),
                new Hostile(
                        UP,
                        false,
                        post.formatted("99999999999999999999999"),
                        "not decoded: Content-Length is no length"),
                new Hostile(UP, false, post.formatted("999999999999999999"), "POST /, cut off"),
                new Hostile(DOWN, false, chunks.formatted("fffffffffffffff"), "200 OK, cut off"),
                new Hostile(
                        DOWN,
                        false,
                        chunks.formatted("ffffffffffffffff"),
                        "not decoded: a chunk's size must be a hexadecimal number"));
    }

    private static List<Hostile> frames() {
        var most = "\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"; // the longest length of all
        var tooMuch = "\u0080\0\0\0\0\0\0\0";
        var rule = "not decoded: the first bit of a 64-bit length must be 0";
        return List.of(
                new Hostile(UP, true, "\u0081\u00ff" + most + "mask", "frame, cut off"),
                new Hostile(DOWN, true, "\u0082\u007f" + most, "frame, cut off"),
                new Hostile(UP, true, "\u0081\u00ff" + tooMuch + "mask", rule),
                new Hostile(DOWN, true, "\u0082\u007f" + tooMuch, rule));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void passUntouchedAndAreNamed(Hostile hostile) throws Exception {
        var bytes = withRandomBytes(hostile.bytes);
        assertPasses(hostile, bytes);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void maySayHalfOfItAndLeave(Hostile hostile) throws Exception {
        int half = Math.min(hostile.bytes.length() / 2, 100);
        pass(hostile, hostile.bytes.substring(0, half).getBytes(ISO_8859_1));
    }

    private static void assertPasses(Hostile hostile, byte[] bytes) throws Exception {
        var messages = pass(hostile, bytes);

        var last = messages.stream().map(Message::line).reduce("nothing", (before, line) -> line);
        assertEquals(hostile.words, last, "what the transcript says last");
        long kept =
                messages.stream().mapToLong(message -> message.bytes().length).sum();
        assertTrue(kept <= ROOM, () -> String.format(ROOT, "the transcript keeps %d bytes", kept));
    }

    /** Sends the bytes through a tap, in which nothing may go wrong, and returns the messages that it has found in them. */
    private static List<Message> pass(Hostile hostile, byte[] bytes) throws Exception {
        var transcript = new Transcript(ROOM);
        try (var faults = new Log(SafeObserver.class);
                var others = new Log(Tap.class);
                var recorder = new TranscriptRecorder(transcript);
                var ends = new TappedSockets(connection -> recorder.observer("lesson", connection));
                var client = ends.client();
                var server = ends.server()) {
            if (hostile.upgraded) {
                upgrade(client, server);
            }
            var sender = hostile.direction == UP ? client : server;
            var receiver = hostile.direction == UP ? server : client;
            var sent = Background.start("sending", () -> {
                sender.send(bytes);
                sender.end();
                return null;
            });

            assertArrayEquals(bytes, receiver.receiveAll(), "what has passed");
            await("everything to be sent", sent);
            receiver.end();
            await(
                    "the end of the connection in the transcript",
                    () -> transcript.counts("lesson"),
                    seen -> seen.open() == 0);
            assertEquals(List.of(), faults.messages());
            assertEquals(List.of(), others.messages());
        }
        return transcript.after("lesson", 0, Integer.MAX_VALUE).messages().stream()
                .filter(message -> message.direction() == hostile.direction && message.kind() != Kind.END)
                .toList();
    }

    private static void upgrade(Peer client, Peer server) throws Exception {
        client.send(DecodedConnection.UPGRADE);
        server.receive(DecodedConnection.UPGRADE.length());
        server.send(DecodedConnection.SWITCHING);
        client.receive(DecodedConnection.SWITCHING.length());
    }

    private static byte[] withRandomBytes(String bytes) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(bytes.getBytes(ISO_8859_1));
        var following = new byte[FOLLOWING];
        new Random(7).nextBytes(following);
        all.writeBytes(following);
        return all.toByteArray();
    }
}
