package ticker.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ProtocolTest implements Protocol.Listener {
    private final List<String> received = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private int responses;

    @ParameterizedTest
    @EnumSource(value = Technique.class, mode = Mode.EXCLUDE, names = "WINDOWED") // it says which prices it has seen
    void receivesTheSameHoweverTheBytesAreCut(Technique technique) throws IOException {
        var protocol = Protocol.of(technique, 8080);

        for (byte one : wire(technique)) {
            protocol.take(ByteBuffer.wrap(new byte[] {one}), this);
        }

        assertEquals(List.of("{\"one\":1}", "{\"two\":2}"), received);
    }

    @ParameterizedTest
    @EnumSource(value = Technique.class, mode = Mode.EXCLUDE, names = "WINDOWED") // it says which prices it has seen
    void receivesAllThatComesInOnePiece(Technique technique) throws IOException {
        Protocol.of(technique, 8080).take(ByteBuffer.wrap(wire(technique)), this);

        assertEquals(List.of("{\"one\":1}", "{\"two\":2}"), received);
    }

    private static byte[] wire(Technique technique) throws IOException {
        if (technique == Technique.COMPRESSED) {
            return compressed();
        }
        var text =
                switch (technique) {
                    case POLLING, LONG_POLLING -> """
                            HTTP/1.1 200 OK\r
                            Content-Length: 9\r
                            \r
                            {"one":1}HTTP/1.1 204 No Content\r
                            \r
                            HTTP/1.1 200 OK\r
                            Content-Length: 9\r
                            \r
                            {"two":2}""";
                    case NDJSON -> """
                            HTTP/1.1 200 OK\r
                            Transfer-Encoding: chunked\r
                            \r
                            4\r
                            {"on\r
                            7\r
                            e":1}

                            \r
                            a\r
                            {"two":2}
                            \r
                            """;
                    case EVENTS -> """
                            HTTP/1.1 200 OK\r
                            Connection: close\r
                            \r
                            retry: 1000

                            id: 1
                            event: quotes
                            data: {"one":1}

                            : still here

                            data: {"two":2}

                            """;
                    default -> """
                            HTTP/1.1 101 Switching Protocols\r
                            Upgrade: websocket\r
                            \r
                            \u0081\u0009{"one":1}\u0089\u0002hi\u0081\u007e\u0000\u0009{"two":2}""";
                };
        return text.getBytes(ISO_8859_1);
    }

    /** The same messages in compressed frames: each without the four bytes that all would end with (RFC 7692 §7.2.1). */
    private static byte[] compressed() throws IOException {
        var wire = new ByteArrayOutputStream();
        wire.writeBytes("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(US_ASCII));
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        for (var json : List.of("{\"one\":1}", "{\"two\":2}")) {
            var payload = new byte[100];
            deflater.setInput(json.getBytes(US_ASCII));
            int length = deflater.deflate(payload, 0, payload.length, Deflater.SYNC_FLUSH) - 4;
            wire.write(0xC1);
            wire.write(length);
            wire.write(payload, 0, length);
        }
        deflater.end();
        return wire.toByteArray();
    }

    @Test
    void aMessageIsCompressedOnlyWhereItWasAskedFor() throws IOException {
        var wire = ByteBuffer.wrap(compressed());

        var broken = assertThrows(
                IOException.class, () -> Protocol.of(Technique.WEBSOCKET, 8080).take(wire, this));

        assertEquals("The server compresses messages, although the client has not asked for it.", broken.getMessage());
    }

    @Test
    void aPollerAsksForWhatIsNewerThanItsCursor() {
        var request = new String(Protocol.of(Technique.POLLING, 8081).request(42), US_ASCII);

        assertEquals("GET /quotes?after=42 HTTP/1.1\r\nHost: 127.0.0.1:8081\r\n\r\n", request);
    }

    @Test
    void aPollGetsOneResponseForEachRequest() throws IOException {
        Protocol.of(Technique.POLLING, 8080).take(ByteBuffer.wrap(wire(Technique.POLLING)), this);

        assertEquals(3, responses, "two with prices and one without");
    }

    @Test
    void aSocketSubscribesWithItsCursorInAMaskedFrame() throws IOException {
        var protocol = Protocol.of(Technique.WEBSOCKET, 8080);
        protocol.request(42);

        protocol.take(ByteBuffer.wrap("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(US_ASCII)), this);

        assertEquals(List.of("\u0081\u009e\0\0\0\0{\"subscribe\":[\"*\"],\"after\":42}"), sent);
    }

    @Test
    void aClientWithAWindowSaysOnceWhatItHasSeen() throws IOException {
        var protocol = Protocol.of(Technique.WINDOWED, 8080);
        protocol.request(42);

        protocol.take(ByteBuffer.wrap("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(US_ASCII)), this);
        for (int i = 0; i < 2; i++) {
            protocol.take(ByteBuffer.wrap("\u0081\u0016{\"seq\":43,\"quotes\":[]}".getBytes(ISO_8859_1)), this);
        }

        assertEquals(
                List.of(
                        "\u0081\u00a9\0\0\0\0{\"subscribe\":[\"*\"],\"after\":42,\"window\":8}",
                        "\u0081\u008b\0\0\0\0{\"seen\":43}"),
                sent);
    }

    @Test
    void aPingBringsAMaskedPong() throws IOException {
        Protocol.of(Technique.HANDSHAKE, 8080).take(ByteBuffer.wrap(wire(Technique.HANDSHAKE)), this);

        assertEquals(List.of("\u008a\u0082\0\0\0\0hi"), sent);
    }

    @ParameterizedTest
    @EnumSource(Technique.class)
    void aRefusalEndsTheConnection(Technique technique) {
        var refusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nfull".getBytes(US_ASCII);

        var broken = assertThrows(
                IOException.class, () -> Protocol.of(technique, 8080).take(ByteBuffer.wrap(refusal), this));

        assertTrue(broken.getMessage().contains("503"), broken.getMessage());
        assertEquals(List.of(), received);
    }

    @Override
    public void message(byte[] json) {
        received.add(new String(json, ISO_8859_1));
    }

    @Override
    public void responded() {
        responses++;
    }

    @Override
    public void send(byte[] bytes) {
        sent.add(new String(bytes, ISO_8859_1));
    }
}
