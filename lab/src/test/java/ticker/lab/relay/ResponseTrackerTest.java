package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticker.lab.decode.Direction;

class ResponseTrackerTest {
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String HEADERS = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

    private final ResponseTracker responses = new ResponseTracker();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\ncontent-length:5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 82\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
            })
    void aResponseIsWholeAfterItsLastByteAndNotBefore(String response) {
        for (int again = 0; again < 2; again++) {
            for (int at = 0; at < response.length() - 1; at++) {
                arrive(response.substring(at, at + 1));
                assertFalse(responses.isWhole(), String.format(ROOT, "after byte %d of\n%s", at, response));
            }

            arrive(response.substring(response.length() - 1));
            assertTrue(responses.isWhole(), response);
        }
    }

    @Test
    void twoResponsesInOnePacketAreBothFollowed() {
        var response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

        arrive(response + response.substring(0, response.length() - 1));
        assertFalse(responses.isWhole(), "the response is whole");

        arrive("o");
        assertTrue(responses.isWhole(), "the response is whole");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n\r\n",
                "this is not HTTP\r\n\r\n",
            })
    void aResponseWithoutALengthNeverIs(String head) {
        arrive(head);
        assertFalse(responses.isWhole(), "the response is whole");

        arrive("HTTP/1.1 204 No Content\r\n\r\n");
        assertFalse(responses.isWhole(), "the response is whole");
    }

    @Test
    void aHeadWithoutAnEndIsGivenUp() {
        for (int i = 0; i < 100; i++) {
            arrive("x".repeat(1000));
        }
        arrive("\r\n\r\n");

        assertFalse(responses.isWhole(), "the response is whole");
    }

    @Test
    void afterAnUpgradeThereIsNothingToWaitFor() {
        arrive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u0081");

        assertTrue(responses.isWhole(), "the response is whole");
    }

    // ---- A response depends on its request (RFC 9112 §6.3) ----

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked", "Content-Type: text/event-stream"})
    void theResponseToHeadIsWholeAfterItsHeadersWhateverTheySay(String header) {
        ask(HEAD);

        arrive("HTTP/1.1 200 OK\r\n%s\r\n\r".formatted(header));
        assertFalse(responses.isWhole(), "the response is whole");

        arrive("\n");
        assertTrue(responses.isWhole(), "nothing more will come for a HEAD");
    }

    @Test
    void aGetBehindAHeadInOnePacketHasItsBody() {
        ask(HEAD + GET);

        arrive(HEADERS);
        assertTrue(responses.isWhole(), "the response to HEAD");
        arrive(HEADERS);
        assertFalse(responses.isWhole(), "the response to GET still lacks its body");
        arrive("hello");
        assertTrue(responses.isWhole(), "the response to GET");
    }

    @Test
    void twoResponsesInOnePacketBelongToTheirRequests() {
        ask(GET + HEAD + GET);

        arrive(HEADERS + "hello" + HEADERS + HEADERS + "hell");
        assertFalse(responses.isWhole(), "the response is whole");

        arrive("o");
        assertTrue(responses.isWhole(), "the response is whole");
    }

    @Test
    void requestsAndResponsesMayComeByteByByte() {
        for (int again = 0; again < 3; again++) {
            for (var letter : (HEAD + "\r\nPOST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nHEAD" + GET).split("")) {
                ask(letter);
            }
            assertWholeOnlyAtTheEndOf(HEADERS);
            assertWholeOnlyAtTheEndOf(HEADERS + "hello");
            assertWholeOnlyAtTheEndOf(HEADERS + "hello");
        }
    }

    private void assertWholeOnlyAtTheEndOf(String response) {
        for (int at = 0; at < response.length() - 1; at++) {
            arrive(response.substring(at, at + 1));
            assertFalse(responses.isWhole(), String.format(ROOT, "after byte %d of\n%s", at, response));
        }
        arrive(response.substring(response.length() - 1));
        assertTrue(responses.isWhole(), response);
    }

    @Test
    void whatComesBeforeTheResponseLeavesItsRequestOpen() {
        ask(HEAD);

        arrive("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
        arrive(HEADERS);
        assertTrue(responses.isWhole(), "the response to HEAD");
    }

    @ParameterizedTest
    @CsvSource({"204 No Content", "304 Not Modified"})
    void aResponseWithoutABodyTakesItsOwnRequestOnly(String status) {
        ask(GET + HEAD);

        arrive("HTTP/1.1 %s\r\nContent-Length: 5\r\n\r\n".formatted(status));
        assertTrue(responses.isWhole(), status);
        arrive(HEADERS);
        assertTrue(responses.isWhole(), "the response to HEAD");
    }

    @Test
    void afterATunnelIsOpenThereIsNothingToWaitFor() {
        ask("CONNECT there:443 HTTP/1.1\r\n\r\n");
        arrive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        ask("\u0016\u0003\u0001");
        arrive("\u0016");

        assertTrue(responses.isWhole(), "the response is whole");
    }

    @Test
    void aTunnelThatIsRefusedHasABody() {
        ask("CONNECT there:443 HTTP/1.1\r\n\r\n" + HEAD);

        arrive("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 5\r\n\r\n");
        assertFalse(responses.isWhole(), "the response is whole");
        arrive("sorry" + HEADERS);
        assertTrue(responses.isWhole(), "the response to HEAD");
    }

    @Test
    void framesThatGoUpAfterAnUpgradeAreNoRequests() {
        ask("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
        arrive("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");

        ask("\u0081\u0080\0\0\0\0");

        assertTrue(responses.isWhole(), "the response is whole");
    }

    @Test
    void aHeaderMayGoOnInTheNextLine() {
        ask("GET / HTTP/1.1\r\nHost: here\r\nX: a\r\n b\r\n\r\n" + HEAD);

        arrive(HEADERS + "hello" + HEADERS);
        assertTrue(responses.isWhole(), "the response to HEAD");
    }

    @Test
    void whatIsNoRequestIsTakenForAGet() {
        ask("HEAD / WHATEVER\r\n\r\n");

        arrive(HEADERS);
        assertFalse(responses.isWhole(), "the response is whole");
        arrive("hello");
        assertTrue(responses.isWhole(), "the response is whole");
    }

    @Test
    void aThousandRequestsAreRememberedAndOneMoreMakesTheRestAStream() {
        ask(HEAD.repeat(1000));
        arrive(HEADERS.repeat(999));
        assertTrue(responses.isWhole(), "the response is whole");

        ask(HEAD.repeat(1000));
        arrive(HEADERS);
        assertFalse(responses.isWhole(), "the response is whole");
    }

    private void arrive(String text) {
        pass(Direction.DOWN, text);
    }

    private void ask(String text) {
        pass(Direction.UP, text);
    }

    private void pass(Direction direction, String text) {
        responses.add(direction, ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
