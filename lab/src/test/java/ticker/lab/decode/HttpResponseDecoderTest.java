package ticker.lab.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseDecoderTest {
    private final DecodedConnection wire = new DecodedConnection();

    @Test
    void theBodyIsContentAndTheHeadIsNot() {
        wire.up(DecodedConnection.REQUEST).down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        assertEquals(List.of("REQUEST GET /quotes 0+36", "RESPONSE 200 OK 5+38"), wire.lines());
        assertEquals(
                List.of(
                        "status line 0+17 HTTP/1.1 200 OK",
                        "Content-Length 17+19 5",
                        "blank line 36+2 ends the headers",
                        "body 38+5 hello"),
                wire.fields());
    }

    @Test
    void aResponseKnowsItsRequest() {
        wire.up(DecodedConnection.REQUEST + DecodedConnection.REQUEST)
                .down("HTTP/1.1 204 No Content\r\n\r\n")
                .up(DecodedConnection.REQUEST)
                .down("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");

        var responses = wire.messages().stream().filter(message -> message.kind() == Kind.RESPONSE);
        assertEquals(List.of(1L, 2L, 4L), responses.map(Message::respondsTo).toList());
    }

    @Test
    void aResponseWithoutARequestBelongsToNone() {
        wire.down("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");

        assertEquals(List.of("RESPONSE 408 Request Timeout 0+51"), wire.lines());
        assertEquals(0, wire.last().respondsTo(), "the number of its request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void someResponsesHaveNoBodyWhateverTheirHeadersSay(String status) {
        wire.up(DecodedConnection.REQUEST).down("HTTP/1.1 %s\r\nContent-Length: 5\r\n\r\n".formatted(status));

        assertEquals("RESPONSE " + status, wire.lines().get(1).replaceFirst(" 0\\+\\d+$", ""));
    }

    @Test
    void theResponseToHeadHasNoBodyWhateverItsHeadersSay() {
        wire.up("HEAD / HTTP/1.1\r\n\r\n" + DecodedConnection.REQUEST)
                .down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                .down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        assertEquals(
                List.of("RESPONSE 200 OK 0+38", "RESPONSE 200 OK 5+38"),
                wire.lines().subList(2, 4));
    }

    /** The same bytes in one packet each way, and byte by byte: each response belongs to its request (RFC 9112 §6.3). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pipelinedResponsesAreWhatTheirRequestsMakeThem(boolean byteByByte) {
        var requests = "HEAD /a HTTP/1.1\r\n\r\n"
                + "GET /b HTTP/1.1\r\n\r\n"
                + "POST /c HTTP/1.1\r\nContent-Length: 4\r\n\r\nHEAD"
                + "HEAD /d HTTP/1.1\r\n\r\n"
                + "CONNECT /e HTTP/1.1\r\n\r\n"
                + "GET /f HTTP/1.1\r\n\r\n"
                + "GET /g HTTP/1.1\r\n\r\n";
        var responses = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 2\r\n\r\nno"
                + "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\n\r\n";

        for (var bytes : byteByByte ? requests.split("") : new String[] {requests}) {
            wire.up(bytes);
        }
        for (var bytes : byteByByte ? responses.split("") : new String[] {responses}) {
            wire.down(bytes);
        }

        assertEquals(
                List.of(
                        "1: 200 OK 0",
                        "2: 200 OK 5",
                        "0: 100 Continue 0",
                        "3: 201 Created 2",
                        "4: 200 OK 0",
                        "5: 405 Method Not Allowed 2",
                        "6: 304 Not Modified 0",
                        "7: 204 No Content 0"),
                wire.messages().stream()
                        .filter(message -> message.kind() == Kind.RESPONSE)
                        .map(message -> message.respondsTo() + ": " + message.line() + " " + message.payload())
                        .toList());
    }

    /** A server takes it, so its response to HEAD has no body, and the next one is another's. */
    @Test
    void aHeadWhoseHeaderGoesOnInTheNextLineIsStillAHead() {
        wire.up("HEAD /a HTTP/1.1\r\nX: a\r\n b\r\n\r\n" + DecodedConnection.REQUEST)
                .down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
                .down("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        assertEquals(
                List.of(
                        "REQUEST HEAD /a 0+30",
                        "REQUEST GET /quotes 0+36",
                        "RESPONSE 200 OK 0+38",
                        "RESPONSE 200 OK 5+38"),
                wire.lines());
    }

    @Test
    void otherResponsesMayComeBeforeTheOneThatCounts() {
        wire.up(DecodedConnection.REQUEST)
                .down("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
                .down("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertEquals(
                List.of("RESPONSE 100 Continue 0+25", "RESPONSE 103 Early Hints 0+48", "RESPONSE 200 OK 0+38"),
                wire.lines().subList(1, 4));
        assertEquals(
                List.of(0L, 0L, 1L),
                wire.messages().stream().skip(1).map(Message::respondsTo).toList(),
                "only one of them responses");
    }

    @Test
    void chunkHeadsAreOverhead() {
        wire.up(DecodedConnection.REQUEST)
                .down(DecodedConnection.CHUNKED + "\r\n5;x=y\r\nhello\r\n0A\r\n to you al\r\n0\r\n\r\n");

        assertEquals("RESPONSE 200 OK 15+67", wire.lines().get(1));
        assertEquals(
                List.of(
                        "chunk size 47+7 5, 5 bytes",
                        "body 54+5 hello",
                        "chunk end 59+2 CR LF",
                        "chunk size 61+4 0A, 10 bytes",
                        "body 65+10  to you al",
                        "chunk end 75+2 CR LF"),
                wire.fields().subList(3, 9));
    }

    @Test
    void trailersFollowTheLastChunk() {
        wire.up(DecodedConnection.REQUEST).down(DecodedConnection.CHUNKED + "\r\n0\r\nAge: 1\r\n\r\n");

        assertEquals("RESPONSE 200 OK 0+60", wire.lines().get(1));
        assertEquals(
                List.of("chunk size 47+3 0, the last chunk", "trailer 50+8 Age: 1", "blank line 58+2 ends the body"),
                wire.fields().subList(3, 6));
    }

    @Test
    void aBodyWithoutALengthLastsAsLongAsTheConnection() {
        wire.up(DecodedConnection.REQUEST)
                .down("HTTP/1.0 200 OK\r\n\r\nhello ")
                .down("again")
                .ended(Direction.DOWN);

        assertEquals(
                List.of("RESPONSE 200 OK 11+19", "END FIN 0+0"), wire.lines().subList(1, 3));
    }

    @Test
    void whatIsCutOffSaysSo() {
        wire.up(DecodedConnection.REQUEST)
                .down("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello")
                .up("GET / HT")
                .reset(Direction.UP);

        assertEquals(
                List.of("RAW cut off 0+8", "RESPONSE 200 OK, cut off 5+38", "END RST 0+0"),
                wire.lines().subList(1, 4));
    }

    @Test
    void aTunnelIsRaw() {
        wire.up("CONNECT there:443 HTTP/1.1\r\n\r\n")
                .down("HTTP/1.1 200 OK\r\n\r\n")
                .up("abc")
                .down("de");

        assertEquals(
                List.of("RAW not decoded: tunnel 0+3", "RAW not decoded: tunnel 0+2"),
                wire.lines().subList(2, 4));
    }

    @Test
    void noMoreThanAThousandRequestsMayWait() {
        wire.up("GET / HTTP/1.1\r\n\r\n".repeat(1001));

        assertEquals(1001, wire.messages().size(), "messages");
        assertEquals(
                "RAW not decoded: 1000 requests wait for their responses 0+18",
                wire.lines().get(1000));
    }
}
