package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import ticker.lab.decode.HttpReader.Part;

class HttpReaderTest {
    private final StringBuilder body = new StringBuilder();
    private HttpReader reader = HttpReader.ofResponses(() -> "GET");

    @Test
    void aBodyEndsAfterItsContentLength() throws Undecodable {
        var in = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1");

        assertTrue(readMessage(in), "the message is whole");
        assertEquals("hi", body.toString());
        assertEquals("HTTP/1.1", US_ASCII.decode(in).toString(), "the next response stays in the buffer");
    }

    @Test
    void aBodyEndsAfterItsLastChunk() throws Undecodable {
        var in =
                bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nX");

        assertTrue(readMessage(in), "the message is whole");
        assertEquals("abc0123456789", body.toString());
        assertEquals(1, in.remaining(), "bytes that are left");
    }

    @Test
    void a204HasNoBody() throws Undecodable {
        assertTrue(
                readMessage(bytes("HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n\r\n")),
                "the message is whole");
        assertEquals(204, reader.status());
        assertEquals("", body.toString());
    }

    @Test
    void theResponseToHeadHasNoBody() throws Undecodable {
        reader = HttpReader.ofResponses(() -> "HEAD");

        assertTrue(readMessage(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")), "the message is whole");
    }

    /** The old form of RFC 9112 §5.2. */
    @Test
    void aHeaderMayGoOnInTheNextLine() throws Undecodable {
        assertTrue(
                readMessage(bytes("HTTP/1.1 204 No Content\r\nX: a\r\n b\r\n\tc\r\nY:\r\n d\r\n\r\n")),
                "the message is whole");

        assertEquals("a b c", reader.head().value("X"));
        assertEquals("d", reader.head().value("Y"));
    }

    @Test
    void beforeTheFirstHeaderThereIsNoneToGoOn() {
        var broken = assertThrows(
                Undecodable.class, () -> readMessage(bytes("HTTP/1.1 200 OK\r\n Content-Length: 5\r\n\r\n")));

        assertEquals("a header needs a name and a colon", broken.getMessage());
    }

    @Test
    void aRequestWithoutALengthHasNoBody() throws Undecodable {
        reader = HttpReader.ofRequests();

        assertTrue(readMessage(bytes("POST /orders HTTP/1.1\r\nHost: here\r\n\r\n")), "the message is whole");
    }

    @Test
    void whatComesAfterA101IsLeftToTheNewProtocol() throws Undecodable {
        var in = bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0001\u0002");

        readMessage(in);

        assertTrue(reader.isHttpOver(), "HTTP is over");
        assertEquals(2, in.remaining(), "bytes that are left");
    }

    @Test
    void aBodyWithoutLengthOrChunksGoesOnUntilTheConnectionEnds() throws Undecodable {
        assertFalse(readMessage(bytes("HTTP/1.1 200 OK\r\n\r\na")), "the message is whole");
        assertFalse(readMessage(bytes("b")), "the message is whole");
        assertEquals("ab", body.toString());
        assertTrue(reader.isUntilClose(), "the body goes on until the connection ends");
    }

    @Test
    void aResponseMayComeByteByByte() throws Undecodable {
        var all = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (int i = 0; i < all.length() - 1; i++) {
            assertFalse(readMessage(bytes(all.substring(i, i + 1))), "after byte " + i);
        }

        assertTrue(readMessage(bytes("\n")), "the message is whole");
        assertEquals("abc", body.toString());
    }

    @Test
    void aResponseBeginsWithAStatusLine() {
        var broken = assertThrows(Undecodable.class, () -> readMessage(bytes("SSH-2.0-OpenSSH\r\n")));

        assertEquals("no status line of HTTP/1", broken.getMessage());
    }

    /** Reads to the end of a message, or of the bytes; true: the message has ended. */
    private boolean readMessage(ByteBuffer in) throws Undecodable {
        for (Part part; !reader.isHttpOver() && (part = reader.read(in)) != null; ) {
            if (part == Part.BODY) {
                var piece = reader.bodyAtHand(in);
                reader.taken(in, piece.remaining());
                body.append(US_ASCII.decode(piece));
            }
            if (reader.isBetweenMessages()) {
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
