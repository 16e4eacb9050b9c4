package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ticker.handshake.Await.await;
import static ticker.handshake.Await.awaitEqual;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of a connection, as the server sends them to the page that opened it. */
class XrayTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String TRACE = "0123456789abcdef";

    private final HandshakeServer server = new HandshakeServer(0, new Market(0));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theHandshakeIsToldAsItWas() throws Exception {
        try (var peer = traced(TRACE)) {
            peer.send("81 81 00 00 00 00 78");
            peer.receive(3);

            var xray = xray("trace=" + TRACE);

            assertTrue(
                    xray.get("request").stringValue().startsWith("GET /echo?trace=" + TRACE + " HTTP/1.1\r\n"),
                    xray::toString);
            assertTrue(
                    xray.get("request").stringValue().contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"),
                    xray::toString);
            assertTrue(
                    xray.get("response")
                            .stringValue()
                            .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
                    xray::toString);
        }
    }

    @Test
    void theFramesAreToldByteForByteAsTheyPassed() throws Exception {
        try (var peer = traced(TRACE)) {
            for (var octet :
                    "81 85 37 fa 21 3d 7f 9f 4d 51 58".split(" ")) { // in pieces, and still recorded as one frame
                peer.send(octet);
            }
            assertEquals("81 05 48 65 6c 6c 6f", peer.receive(7));

            assertEquals("""
                    [{"number":1,"from":"client","length":11,"bytes":"818537fa213d7f9f4d5158"},\
                    {"number":2,"from":"server","length":7,"bytes":"810548656c6c6f"}]""", xray("trace=" + TRACE).get("frames").toString());
            assertEquals("""
                    [{"number":2,"from":"server","length":7,"bytes":"810548656c6c6f"}]""", xray("trace=" + TRACE + "&after=1").get("frames").toString());
        }
    }

    @Test
    void ofALongFrameTheFirstBytesAreTold() throws Exception {
        try (var peer = traced(TRACE)) {
            peer.send(Frame.of(Opcode.BINARY, ByteBuffer.allocate(60_000)));
            peer.receive(60_004);

            var frames = xray("trace=" + TRACE).get("frames");

            for (var frame : frames) {
                assertEquals(2 * Trace.BYTES, frame.get("bytes").stringValue().length(), "hex digits of a long frame");
            }
            assertEquals(60_008, frames.get(0).get("length").intValue(), "bytes of the client's frame");
            assertEquals(60_004, frames.get(1).get("length").intValue(), "bytes of the server's frame");
        }
    }

    @Test
    void theNewestFiftyFramesAreKept() throws Exception {
        try (var peer = traced(TRACE)) {
            for (int i = 0; i < 30; i++) {
                peer.send("81 81 00 00 00 00 78");
                peer.receive(3);
            }

            var frames = xray("trace=" + TRACE).get("frames");

            assertEquals(Trace.FRAMES, frames.size(), "frames that are kept of 60");
            assertEquals(60, frames.get(Trace.FRAMES - 1).get("number").intValue(), "the number of the last one");
        }
    }

    @Test
    void aTraceIsKeptAfterTheCloseUntilAHundredOthersHaveCome() throws Exception {
        try (var peer = traced(TRACE)) {
            peer.send("88 82 00 00 00 00 03 e8");
            peer.receiveAll();
        }
        assertEquals(2, xray("trace=" + TRACE).get("frames").size(), "the closes of both");

        for (int i = 1; i < Xray.TRACES; i++) {
            traced(TRACE + i).close();
        }
        awaitEqual(
                "the status of the 100th trace",
                200,
                () -> get("trace=" + TRACE + (Xray.TRACES - 1)).statusCode());
        assertEquals(200, get("trace=" + TRACE).statusCode(), "the 100th may still be there");

        traced(TRACE + Xray.TRACES).close();
        awaitEqual(
                "the status of the oldest trace",
                404,
                () -> get("trace=" + TRACE).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trace=", "trace=unknown", "trace=fedcba9876543210"})
    void aTraceThatWasNeverBegunIsA404(String query) throws Exception {
        assertEquals(404, get(query).statusCode(), "the status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with.dots.and.more.than.16", ""})
    void aNameThatCouldBeGuessedIsNotTraced(String trace) throws Exception {
        traced(trace).close();

        assertEquals(404, get("trace=" + trace).statusCode(), "the status");
    }

    private Peer traced(String trace) throws Exception {
        return new Peer(server.uri(), "/echo?trace=" + trace);
    }

    private JsonNode xray(String query) throws Exception {
        return new JsonMapper().readTree(get(query).body());
    }

    private HttpResponse<String> get(String query) throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri().resolve("/xray?" + query)).build();
        return await("the response to " + request.uri(), CLIENT.sendAsync(request, BodyHandlers.ofString()));
    }
}
