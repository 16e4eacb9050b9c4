package ticker.lab.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestDecoderTest {
    private final DecodedConnection wire = new DecodedConnection();

    @Test
    void aRequestIsAllOverheadAndEachLineIsAField() {
        wire.up("GET /quotes?after=42 HTTP/1.1\r\nHost: here\r\nAccept:*/*\r\n\r\n");

        assertEquals(List.of("REQUEST GET /quotes?after=42 0+57"), wire.lines());
        assertEquals(
                List.of(
                        "request line 0+31 GET /quotes?after=42 HTTP/1.1",
                        "Host 31+12 here",
                        "Accept 43+12 */*",
                        "blank line 55+2 ends the headers"),
                wire.fields());
    }

    @Test
    void aBodyIsAsLongAsContentLengthSays() {
        wire.up("POST /orders HTTP/1.1\r\ncontent-length: 9\r\n\r\n{\"id\":1}\nGET / HTTP/1.1\r\n\r\n");

        assertEquals(List.of("REQUEST POST /orders 9+44", "REQUEST GET / 0+18"), wire.lines());
    }

    @Test
    void theBodyIsAField() {
        wire.up("POST /orders HTTP/1.1\r\nContent-Length: 9\r\n\r\n{\"id\":1}\n");

        assertEquals("body 44+9 {\"id\":1}␊", wire.fields().get(3));
    }

    @Test
    void aBodyMayComeInChunks() {
        wire.up("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");

        assertEquals(List.of("REQUEST POST / 3+57"), wire.lines());
    }

    @Test
    void requestsMayFollowEachOtherWithoutWaiting() {
        wire.up(DecodedConnection.REQUEST + DecodedConnection.REQUEST + "HEAD / HTTP/1.0\n\n");

        assertEquals(
                List.of("REQUEST GET /quotes 0+36", "REQUEST GET /quotes 0+36", "REQUEST HEAD / 0+17"), wire.lines());
    }

    @Test
    void anEmptyLineBeforeARequestIsIgnoredButCounted() {
        wire.up("\r\nGET / HTTP/1.1\r\n\r\n");

        assertEquals(List.of("REQUEST GET / 0+20"), wire.lines());
        assertEquals("empty line 0+2 ignored", wire.fields().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  HTTP/1.1\r\n",
                "GET /\r\n",
                "PRI * HTTP/2.0\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n",
                "GET / HTTP/1.1\r\n folded: line\r\n",
                "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1 2\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\n",
            })
    void whatIsNoRequestIsRawAndSoIsAllThatFollows(String broken) {
        wire.up(broken + DecodedConnection.REQUEST);

        assertEquals(
                List.of(Kind.RAW),
                wire.messages().stream().map(Message::kind).distinct().toList());
        assertEquals(
                broken.length() + DecodedConnection.REQUEST.length(),
                wire.messages().stream().mapToLong(Message::overhead).sum());
    }

    @Test
    void otherProtocolsAreKnownByTheirFirstBytes() {
        wire.up("\u0016\u0003\u0001");

        assertEquals(List.of("RAW not decoded: not HTTP 0+3"), wire.lines());
    }

    @Test
    void namesAndValuesOfFieldsAreShortened() {
        wire.up("GET /%s HTTP/1.1\r\n%s: %s\r\n\r\n".formatted("u".repeat(5000), "n".repeat(5000), "v".repeat(5000)));

        var words = wire.last().fields().stream().flatMap(field -> Stream.of(field.name(), field.value()));
        assertTrue(words.allMatch(word -> word.length() < 250), "a message takes bounded memory");
        assertTrue(wire.last().line().length() < 250, wire.last().line());
    }

    @Test
    void emptyLinesBeforeARequestHaveAnEnd() {
        wire.up("\r\n".repeat(40_000));

        assertEquals(Kind.RAW, wire.last().kind());
        assertEquals(
                80_000, wire.messages().stream().mapToLong(Message::overhead).sum());
    }

    @Test
    void aHeadHasAnEnd() {
        wire.up("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(20_000));

        assertEquals(Kind.RAW, wire.last().kind());
        assertEquals(Message.KEPT, wire.last().bytes().length, "the rest is counted, but not kept");
        assertEquals(
                16 + 6 * 20_000,
                wire.messages().stream().mapToLong(Message::overhead).sum());
    }
}
