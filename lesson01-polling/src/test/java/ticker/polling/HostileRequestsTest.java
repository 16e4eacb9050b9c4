package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end is not clear. If a proxy in front and the server see different ends, the rest of one client's request
 * becomes the beginning of another client's.
 */
class HostileRequestsTest {
    private static final String ORDER = """
            {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}"""; // 0x38 bytes
    private static final String NEXT = "GET /quotes?after=0 HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Market market = new Market(0);
    private final PollingServer server = new PollingServer(0, market);

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The rest of a request, from its last headers on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length : 56\r\n\r\n" + ORDER,
                "Transfer-Encoding : chunked\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Content-Length: 56\r\nContent-Length: 5\r\n\r\n" + ORDER,
                "Content-Length: 56\r\nContent-Length: 56\r\n\r\n" + ORDER,
                "Content-Length: 56, 56\r\n\r\n" + ORDER,
                "Content-Length: +56\r\n\r\n" + ORDER,
                "Content-Length: 0x38\r\n\r\n" + ORDER,
                "Content-Length: 56\r\nTransfer-Encoding: chunked\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Content-Length: 56\r\nTransfer-Encoding: xchunked\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n10000000000000038\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n38\r" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n38\r\n" + ORDER + "XX0\r\n\r\n",
                "X: a\rb\r\nContent-Length: 56\r\n\r\n" + ORDER,
                "X: a\nContent-Length: 56\r\n\r\n" + ORDER,
            })
    void aRequestWithoutOneClearEndIsRefusedAndNothingIsReadAfterIt(String rest) throws Exception {
        var responses = responses(rest);

        assertFalse(responses.contains(" 200 "), responses);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {"xchunked > 400", "chunked, identity > 400", "identity > 400", "gzip, chunked > 501"})
    void anyTransferCodingButChunkedIsRefusedAndNothingIsReadAfterIt(String coding, int status) throws Exception {
        var responses = responses("Transfer-Encoding: " + coding + "\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n");

        assertTrue(responses.startsWith("HTTP/1.1 " + status), responses);
        assertTrue(responses.contains("\r\nConnection: close\r\n"), responses);
        assertEquals(0, responses.lastIndexOf("HTTP/1.1 "), responses);
    }

    /** What Undertow accepts before any handler sees it. A proxy in front must read it in the same way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n38\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n38\r\n" + ORDER + "\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n38\r\n" + ORDER + "\r\n0\n\n",
                "Transfer-Encoding: chunked\r\n\r\n38 \r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n38;a=b\r\n" + ORDER + "\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n chunked\r\n\r\n38\r\n" + ORDER + "\r\n0\r\n\r\n",
                "X: a\r\n Content-Length: 5\r\nContent-Length: 56\r\n\r\n" + ORDER,
            })
    void aBareLineFeedInAChunkLineAndAFoldedHeaderAreTaken(String rest) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(head() + rest + NEXT);

            var both = wire.receive("]}");

            assertEquals(2, both.split("HTTP/1.1 200 OK", -1).length - 1, both);
        }
    }

    @Test
    void aBareLineFeedInTheHeadIsA400() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send("GET /quotes HTTP/1.1\nHost: localhost\n\n");

            var response = wire.receiveAll();
            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        }
    }

    /** All that comes before the server closes the connection. */
    private String responses(String rest) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(head() + rest + NEXT);
            return wire.receiveAll();
        }
    }

    private static String head() {
        return "POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    }
}
