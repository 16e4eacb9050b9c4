package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser tells its page about a server that refuses a handshake or breaks a rule: always the same. */
@Tag("browser")
class BrokenServerPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final String PAGE =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><link rel=icon href=data:,><title>page</title>";
    private static final String RIGHT = """
            HTTP/1.1 101 Switching Protocols\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Accept: {accept}\r
            \r
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request",
                "HTTP/1.1 403 Forbidden",
                "HTTP/1.1 426 Upgrade Required",
                "HTTP/1.1 503 Service Unavailable",
                "HTTP/1.1 302 Found\r\nLocation: /login",
                "HTTP/1.1 200 OK",
            })
    void aRefusedHandshakeIsAnErrorWithoutAReasonAndAClose1006(String status) throws Exception {
        assertEquals("error, close 1006 \"\" not clean", events(status + "\r\nContent-Length: 0\r\n\r\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", // of another key
                "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: v1.ticker", // was not offered
                "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Extensions: unknown",
                "X: without an accept",
            })
    void aWrong101IsAnErrorWithoutAReasonAndAClose1006(String header) throws Exception {
        var response = RIGHT.replace("Sec-WebSocket-Accept: {accept}", header);

        assertEquals("error, close 1006 \"\" not clean", events(response, ""));
    }

    @Test
    void aServerThatChoosesNoneOfTheSubprotocolsOfAPageLosesIt() throws Exception {
        assertEquals("error, close 1006 \"\" not clean", events(RIGHT, "v2.ticker v1.ticker"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0081\u00857\u00fa!=\u007f\u009fMQX", // masked
                "\u00c1\u0001x", // a bit for an extension that was not agreed on
                "\u0083\u0001x", // a reserved opcode
                "\u0081\u007e\u0000\u0001x", // a length in a longer form than it needs
                "\u0081\u0002\u00c3(", // no UTF-8
                "\u0009\u0000", // a ping in fragments
            })
    void aFrameThatBreaksARuleIsAnErrorWithoutAReasonAndAClose1006(String frame) throws Exception {
        assertEquals("open, error, close 1006 \"\" not clean", events(RIGHT + frame, ""));
    }

    @Test
    void anEndWithoutACloseFrameIsA1006AndACloseFrameWithoutACodeIsA1005() throws Exception {
        assertEquals("open, close 1006 \"\" not clean", events(RIGHT + ScriptedServer.END, ""));
        assertEquals("open, close 1005 \"\" clean", events(RIGHT + "\u0088\u0000", ""));
    }

    @Test
    void aCloseFrameIsTheOnlyWayToTellAPageTheReason() throws Exception {
        assertEquals("open, close 1002 \"A rule.\" clean", events(RIGHT + "\u0088\u0009\u0003\u00eaA rule.", ""));
    }

    /** The events of a WebSocket of a page, when its server responds like this to the handshake. */
    private static Object events(String response, String protocols) throws Exception {
        try (var scripted = new ScriptedServer(PAGE, response)) {
            browser.open(scripted.uri());
            return browser.run("""
                    const [protocols] = arguments;
                    return new Promise((done) => {
                      const events = [];
                      const socket = new WebSocket(location.href.replace("http", "ws"), protocols.split(" ").filter(Boolean));
                      socket.onopen = () => events.push("open");
                      socket.onmessage = () => events.push("message");
                      socket.onerror = () => events.push("error");
                      socket.onclose = ({ code, reason, wasClean }) =>
                        done([...events, `close ${code} "${reason}" ${wasClean ? "clean" : "not clean"}`].join(", "));
                    });
                    """, protocols);
        }
    }
}
