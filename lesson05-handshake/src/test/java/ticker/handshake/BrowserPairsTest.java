package ticker.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static ticker.handshake.Await.await;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A browser with our server, and with Undertow's own. */
@Tag("browser")
class BrowserPairsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Test
    void aBrowserWithOurServer() throws Exception {
        try (var ours = new HandshakeServer(0, new Market(0), PairsTest.OPTIONS)) {
            aBrowserWith(ours.uri());
        }
    }

    @Test
    void aBrowserWithUndertowsServer() throws Exception {
        try (var undertows = new UndertowServer()) {
            aBrowserWith(undertows.uri());
        }
    }

    private static void aBrowserWith(URI server) {
        browser.open(server);
        browser.run("""
                window.heard = [];
                const socket = new WebSocket("ws://" + location.host + "/echo");
                socket.binaryType = "arraybuffer";
                const messages = [arguments[0], arguments[1], Uint8Array.of(0, 255, 254, 128)];
                const next = () => messages.length ? socket.send(messages.shift()) : socket.close(1000, "Goodbye.");
                socket.onopen = next;
                socket.onmessage = ({ data }) => {
                  heard.push(typeof data === "string" ? data : [...new Uint8Array(data)].join(" "));
                  next();
                };
                socket.onclose = ({ code, wasClean }) => heard.push(`close ${code} ${wasClean}`);
                """, PairsTest.SHORT, PairsTest.LONG);

        await("the close event in the browser", BrowserPairsTest::last, last -> last.startsWith("close "));
        var heard = (List<?>) browser.run("return heard");
        assertEquals(
                Stream.of(PairsTest.SHORT, PairsTest.LONG, "0 255 254 128", "close 1000 true")
                        .map(PairsTest::shown)
                        .toList(),
                heard.stream().map(text -> PairsTest.shown((String) text)).toList());
    }

    private static String last() {
        return (String) browser.run("return (heard.at(-1) ?? 'nothing').slice(0, 100)");
    }
}
