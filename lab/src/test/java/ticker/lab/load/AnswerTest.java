package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private final StringBuilder body = new StringBuilder();
    private final Answer answer = new Answer(piece -> body.append(US_ASCII.decode(piece)));

    @Test
    void endsAfterItsContentLength() {
        var in = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1");

        assertTrue(answer.take(in));
        assertEquals("hi", body.toString());
        assertEquals("HTTP/1.1", US_ASCII.decode(in).toString(), "the next answer stays in the buffer");
    }

    @Test
    void endsAfterTheLastChunk() {
        var in =
                bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nX");

        assertTrue(answer.take(in));
        assertEquals("abc0123456789", body.toString());
        assertEquals(1, in.remaining());
    }

    @Test
    void hasNoBodyWithA204() {
        assertTrue(answer.take(bytes("HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n\r\n")));
        assertEquals(204, answer.status());
        assertEquals("", body.toString());
    }

    @Test
    void leavesWhatComesBehindA101ToTheNewProtocol() {
        var in = bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0001\u0002");

        assertTrue(answer.take(in));
        assertEquals(2, in.remaining());
    }

    @Test
    void goesOnWithoutLengthOrChunksUntilTheConnectionEnds() {
        assertFalse(answer.take(bytes("HTTP/1.1 200 OK\r\n\r\na")));
        assertFalse(answer.take(bytes("b")));
        assertEquals("ab", body.toString());
    }

    @Test
    void isReadByteByByte() {
        var all = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (int i = 0; i < all.length() - 1; i++) {
            assertFalse(answer.take(bytes(all.substring(i, i + 1))), "after byte " + i);
        }

        assertTrue(answer.take(bytes("\n")));
        assertEquals("abc", body.toString());
    }

    @Test
    void beginsWithAStatusLine() {
        var broken = assertThrows(ProtocolError.class, () -> answer.take(bytes("SSH-2.0-OpenSSH\r\n")));

        assertEquals("An answer begins with HTTP/1.1 and a status, not with: SSH-2.0-OpenSSH", broken.getMessage());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
