package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 §5.1 and §7.1, on the wire. In the tables | is the end of a line. */
class DeflateOffersTest {
    private final Options options = new Options(65536, 20, 10, 5000, 10_000, List.of("http://friend.example"), true);
    private final WebSocketServer server = new WebSocketServer(Server.listenOn(0), new Market(0), options);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "permessage-deflate > permessage-deflate",
                "permessage-deflate; client_max_window_bits > permessage-deflate",
                "permessage-deflate; client_max_window_bits=8 > permessage-deflate",
                "permessage-deflate; client_max_window_bits=15 > permessage-deflate",
                "permessage-deflate; client_max_window_bits=\"10\" > permessage-deflate",
                "permessage-deflate; client_no_context_takeover > permessage-deflate",
                "permessage-deflate;client_no_context_takeover ; client_max_window_bits = 9 > permessage-deflate",
                "permessage-deflate; server_max_window_bits=15 > permessage-deflate; server_max_window_bits=15",
                "x-webkit-deflate-frame, permessage-deflate > permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate > permessage-deflate",
                "permessage-deflate; server_max_window_bits=10|permessage-deflate > permessage-deflate",
                "permessage-deflate, permessage-deflate > permessage-deflate",
                ", permessage-deflate, > permessage-deflate",
            })
    void theFirstOfferThatCanBeKeptIsTaken(String offers, String chosen) throws Exception {
        assertEquals(chosen, extensions(offers));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=14", // the JDK's Deflater has 15
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; foo",
                "permessage-deflate; foo=bar",
                "permessage-deflate; Client_max_window_bits",
                "permessage-deflate; server_max_window_bits", // has no value
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=-9",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; client_no_context_takeover=1", // has a value
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover", // comes twice
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=15; server_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=", // not as RFC 6455 §9.1 writes it
                "permessage-deflate; client_max_window_bits=10=10",
                "permessage-deflate; client_max_window_bits=\"10",
                "permessage-deflate;",
                "permessage-deflate; ; client_max_window_bits",
                "permessage-deflate client_max_window_bits",
                "foo; bar=\"x, permessage-deflate, y\"",
                "permessage-deflate-2",
                "deflate",
                "",
            })
    void whatCannotBeKeptIsDeclined(String offers) throws Exception {
        assertEquals("", extensions(offers));
    }

    @Test
    void aLongOfferIsDeclinedToo() throws Exception {
        assertEquals("", extensions("permessage-deflate" + ";a".repeat(5000)));
    }

    @Test
    void aRefusalChoosesNothing() throws Exception {
        var response = ask("permessage-deflate\r\nOrigin: http://evil.example");

        assertTrue(response.startsWith("HTTP/1.1 403 "), response);
        assertEquals("", extension(response));
    }

    private String extensions(String offers) throws Exception {
        var response = ask(offers.replace("|", "\r\nSec-WebSocket-Extensions: "));
        assertTrue(response.startsWith("HTTP/1.1 101 "), response);
        return extension(response);
    }

    private static String extension(String response) {
        return response.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Extensions: "))
                .map(line -> line.substring(26))
                .findFirst()
                .orElse("");
    }

    private String ask(String offers) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RawClient.HANDSHAKE.replace(
                    "Upgrade: websocket\r\n", "Upgrade: websocket\r\nSec-WebSocket-Extensions: " + offers + "\r\n"));
            return wire.receive("\r\n\r\n");
        }
    }
}
