package ticker.lab.transcript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ticker.lab.decode.DecodedConnection;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;

class RecordedConnectionTest {
    private static final String EVENTS = "Content-Type: text/event-stream\r\n\r\n";

    static Stream<String> talks() {
        return Stream.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
                DecodedConnection.CHUNKED + "\r\n5\r\nhello\r\n0\r\nAge: 1\r\n\r\nHTTP/1.1 304 Not Modified\r\n\r\n",
                DecodedConnection.CHUNKED + EVENTS + "12\r\ndata: a\r\n\r\nid: 1\r\r\r\n2\r\n\n\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + EVENTS + "retry: 1\n\ndata: a\r\rdata: \u00e9\r\n\r\n: x\n\n: y",
                DecodedConnection.CHUNKED + "Content-Type: application/x-ndjson\r\n\r\n3\r\n1\n2\r\n2\r\n3\n\r\n",
                DecodedConnection.SWITCHING + "\u0081\u0001A\u0082\u007e\u0000\u0080" + "x".repeat(128)
                        + "\u0088\u0000",
                DecodedConnection.SWITCHING + "\u0081\u0081\1\2\3\4x\u0082\u007f\u00ff\0\0\0\0\0\0\0abc",
                DecodedConnection.CHUNKED + "\r\n5\r\nhello there\r\nand more",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
                "no HTTP at all\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("talks")
    void theSameBytesAreTheSameMessagesHoweverTheyAreCut(String talk) {
        var bytes = talk.getBytes(ISO_8859_1);
        var whole = heard(bytes, bytes.length);

        assertEquals(whole, heard(bytes, 1), "one byte at a time");
        for (int cut = 1; cut < bytes.length; cut++) {
            assertEquals(whole, heard(bytes, cut), "cut after byte " + cut);
        }
    }

    private static List<String> heard(byte[] bytes, int cut) {
        var wire = new DecodedConnection().up(DecodedConnection.REQUEST);
        for (int from = 0; from < bytes.length; from += cut) {
            wire.passed(Direction.DOWN, Arrays.copyOfRange(bytes, from, Math.min(from + cut, bytes.length)));
        }
        wire.ended(Direction.DOWN);
        assertEquals(bytes.length, sum(wire, Direction.DOWN), "every byte belongs to exactly one message");
        return wire.messages().stream()
                .filter(message -> message.kind() != Kind.RAW) // which come as they pass
                .map(message -> String.format(
                        ROOT,
                        "%s %s %d+%d %s %s",
                        message.kind(),
                        message.line(),
                        message.payload(),
                        message.overhead(),
                        new String(message.bytes(), ISO_8859_1),
                        message.fields()))
                .toList();
    }

    private static long sum(DecodedConnection wire, Direction direction) {
        return wire.messages().stream()
                .filter(message -> message.direction() == direction)
                .mapToLong(message -> message.payload() + message.overhead())
                .sum();
    }

    @Test
    void garbageIsCountedToTheByteAndNeverThrows() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var wire = new DecodedConnection().up(DecodedConnection.UPGRADE).up(DecodedConnection.REQUEST);
            long passed = 0;
            for (var start : random.nextBoolean() ? List.of(DecodedConnection.SWITCHING) : beginnings(random)) {
                passed += start.length();
                wire.down(start);
            }
            for (int i = 0; i < 20; i++) {
                var bytes = new byte[1 + random.nextInt(300)];
                random.nextBytes(bytes);
                passed += bytes.length;
                wire.passed(Direction.DOWN, bytes).passed(Direction.UP, bytes);
            }
            wire.reset(Direction.DOWN);

            assertEquals(passed, sum(wire, Direction.DOWN), "with seed " + seed);
            assertEquals(passed, wire.counts().down(), "with seed " + seed);
            assertEquals(wire.counts().up(), sum(wire, Direction.UP), "with seed " + seed);
        }
    }

    private static List<String> beginnings(Random random) {
        var all = List.of(
                "",
                "HTTP/1.1 200 OK\r\n",
                DecodedConnection.CHUNKED,
                DecodedConnection.CHUNKED + "\r\nff\r\n",
                DecodedConnection.CHUNKED + EVENTS);
        return List.of(all.get(random.nextInt(all.size())));
    }

    @Test
    void validTalkWithSomeBytesChangedIsCountedToTheByteAndNeverThrows() {
        var talks = talks().toList();
        for (int seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            var bytes = talks.get(random.nextInt(talks.size())).getBytes(ISO_8859_1);
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var wire = new DecodedConnection()
                    .up(DecodedConnection.UPGRADE)
                    .passed(Direction.DOWN, bytes)
                    .ended(Direction.DOWN);

            assertEquals(bytes.length, sum(wire, Direction.DOWN), "with seed " + seed);
        }
    }

    @Test
    void fieldsCoverEveryByteOfAMessageThatIsKept() {
        talks().limit(6).forEach(talk -> {
            var wire = new DecodedConnection().up(DecodedConnection.REQUEST).down(talk);
            for (var message : wire.messages()) {
                var covered = new boolean[message.bytes().length];
                for (var field : message.fields()) {
                    Arrays.fill(covered, field.offset(), field.offset() + field.length(), true);
                }
                for (int i = 0; i < covered.length; i++) {
                    assertTrue(covered[i], String.format(ROOT, "byte %d of %s has no name", i, message.line()));
                }
            }
        });
    }

    @Test
    void afterABrokenRequestTheServersRefusalIsStillRead() {
        var wire = new DecodedConnection()
                .up("nonsense\r\n\r\n")
                .down("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        assertEquals(
                List.of("RAW not decoded: no request line of HTTP/1 0+12", "RESPONSE 400 Bad Request 0+47"),
                wire.lines());
    }

    @Test
    void anUpgradeToSomethingElseIsRaw() {
        var wire = new DecodedConnection()
                .up("GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n")
                .down("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\0\4")
                .up("PRI");

        assertEquals(
                List.of("RAW not decoded: h2c 0+4", "RAW not decoded: h2c 0+3"),
                wire.lines().subList(2, 4));
    }

    @Test
    void bytesThatCameTooFastToDecodeAreCounted() {
        var wire = new DecodedConnection()
                .up("GET / HT")
                .skipped(Direction.UP, 1000)
                .up("more");

        assertEquals(List.of("RAW too fast to decode 0+1008", "RAW too fast to decode 0+4"), wire.lines());
        assertEquals("GET / HT", new String(wire.messages().get(0).bytes(), ISO_8859_1));
        assertEquals(1012, wire.counts().up(), "bytes that went up");
    }

    @Test
    void eachDirectionEndsByItself() {
        var wire = new DecodedConnection().up(DecodedConnection.REQUEST).ended(Direction.UP);
        assertEquals(1, wire.counts().open(), "open connections");

        wire.down("HTTP/1.1 204 No Content\r\n\r\n").ended(Direction.DOWN);
        assertEquals(0, wire.counts().open(), "open connections");
        assertEquals(new Counts(1, 2, 36, 27, 0, 0, 0, 1), wire.counts());
    }

    @Test
    void aResetEndsBothAndIsToldOnce() {
        var wire = new DecodedConnection().reset(Direction.DOWN).reset(Direction.UP);

        assertEquals(List.of("END RST 0+0"), wire.lines());
        assertEquals(0, wire.counts().open(), "open connections");
    }
}
