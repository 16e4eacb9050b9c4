package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Connections as they should be, in which bytes were changed, left out and repeated, cut into pieces anywhere. */
class FuzzTest {
    private static final int ROUNDS = 5000;

    private record Part(Direction direction, String bytes) {}

    private static Part up(String bytes) {
        return new Part(Direction.UP, bytes);
    }

    private static Part down(String bytes) {
        return new Part(Direction.DOWN, bytes);
    }

    private static final List<List<Part>> CONNECTIONS = List.of(
            List.of(
                    up(DecodedConnection.REQUEST),
                    down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
                    up("POST /orders HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"),
                    down("HTTP/1.1 204 No Content\r\n\r\n"),
                    up("HEAD / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nt: u\r\n\r\n"),
                    down("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 304 Not Modified\r\nContent-Length: 9\r\n\r\n")),
            List.of(
                    up(DecodedConnection.REQUEST),
                    down(DecodedConnection.CHUNKED + "Content-Type: text/event-stream\r\n\r\n"),
                    down("1e\r\nid: 1\nevent: quotes\r\ndata: {}\n\r\n8\r\n: alive\n\r\n0\r\n\r\n")),
            List.of(
                    up(DecodedConnection.REQUEST),
                    down(DecodedConnection.CHUNKED + "Content-Type: application/x-ndjson\r\n\r\n"),
                    down("9\r\n{\"a\":1}\n{\r\n2\r\n}\n\r\n0\r\n\r\n")),
            List.of(
                    up(DecodedConnection.UPGRADE),
                    down(DecodedConnection.SWITCHING),
                    up("\u0081\u0082maskhi\u0001\u0080mask\u0089\u0080mask\u0080\u00fe\0\u0004maskmore"),
                    down("\u0081\u0005hello\u0082\u007f\0\0\0\0\0\0\0\u0002hi\u008a\0\u0088\u0005\u0003\u00e8bye")));

    @Test
    void whateverBytesPassEachBelongsToOneMessage() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            passes(seed);
        }
    }

    private static void passes(int seed) {
        var random = new Random(seed);
        var wire = new DecodedConnection();
        var sent = new long[2];
        for (var part : CONNECTIONS.get(seed % CONNECTIONS.size())) {
            var bytes = mutated(part.bytes.getBytes(ISO_8859_1), random);
            sent[part.direction.ordinal()] += bytes.length;
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
                wire.passed(part.direction, Arrays.copyOfRange(bytes, at, end));
                at = end;
            }
        }
        wire.ended(Direction.UP).reset(Direction.DOWN);

        for (var direction : Direction.values()) {
            long found = wire.messages().stream()
                    .filter(message -> message.direction() == direction)
                    .mapToLong(message -> message.payload() + message.overhead())
                    .sum();
            assertEquals(sent[direction.ordinal()], found, "bytes that went " + direction + " with seed " + seed);
        }
    }

    /** Most bytes stay as they are, so that the decoders get far. */
    private static byte[] mutated(byte[] bytes, Random random) {
        var mutated = new ByteArrayOutputStream();
        for (byte one : bytes) {
            int fate = random.nextInt(150);
            if (fate == 0) {
                continue;
            }
            mutated.write(fate == 1 ? random.nextInt(256) : one);
            if (fate == 2) {
                mutated.write(one);
            }
        }
        return mutated.toByteArray();
    }
}
