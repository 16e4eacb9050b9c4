package ticker.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradeTest {
    private final WebSocketServer server = new WebSocketServer(
            Server.listenOn(0),
            new Market(0),
            new Options(1024, 20, 10, 5000, 10_000, List.of("https://friend.example"), false));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8084,   localhost:8084, our own page",
        "http://LOCALHOST:8084,   localhost:8084, case does not matter in names",
        "HTTP://localhost:8084,   localhost:8084, and not in schemes",
        "http://prices.example,   prices.example, the default port is left out of both",
        "http://prices.example,   prices.example:80, no port is port 80",
        "http://prices.example:80, prices.example, port 80 is no port",
        "https://prices.example,  prices.example, a proxy may end TLS in front of us",
        "https://prices.example,  prices.example:443, no port is port 443 with TLS",
        "https://prices.example:443, prices.example, port 443 is no port with TLS",
        "http://[::1]:8084,       [::1]:8084, an address of IPv6",
        "https://friend.example,  localhost:8084, a page that the settings name",
        "https://Friend.Example:443, localhost:8084, the same page written differently",
    })
    void pagesOfThisServerAndThoseNamedInTheSettingsGetIn(String origin, String host, String why) throws Exception {
        var response = response(origin, host);

        assertTrue(response.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), () -> why + ": " + response);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example,            localhost:8084, another host",
        "http://localhost:8081,          localhost:8084, another port is another origin",
        "http://localhost,               localhost:8084, port 80 is another port",
        "https://prices.example,         prices.example:80, TLS has no port 80",
        "http://prices.example:443,      prices.example, port 443 is TLS",
        "http://prices.example.,         prices.example, a dot at the end is another host",
        "http://prices.example,          prices.example., also a dot in our own name",
        "http://127.0.0.1:8084,          localhost:8084, an address is another host than a name",
        "http://localhost:8084.evil.com, localhost:8084, begins like us",
        "http://evil.com/localhost:8084, localhost:8084, ends like us",
        "http://friend.example,          localhost:8084, without TLS it is another origin",
        "null,                           localhost:8084, a file or a sandboxed frame",
        "localhost:8084,                 localhost:8084, without a scheme",
        "//localhost:8084,               localhost:8084, without a scheme",
        "ws://localhost:8084,            localhost:8084, no page has this scheme",
        "ftp://localhost:8084,           localhost:8084, no page of ours has this scheme",
        "http://localhost:8084/,         localhost:8084, an origin has no path",
        "http://me@localhost:8084,       localhost:8084, an origin has no user",
        "http://localhost:8084 http://localhost:8084, localhost:8084, two origins in one line",
        "'',                             localhost:8084, an empty Origin",
    })
    void anyOtherPageIsRefusedBeforeTheUpgrade(String origin, String host, String why) throws Exception {
        var response = response(origin, host);

        assertTrue(response.startsWith("HTTP/1.1 403 Forbidden\r\n"), () -> why + ": " + response);
        assertTrue(response.endsWith("""
                        {"title":"Forbidden","status":403,"detail":"Pages of %s are not allowed here."}""".formatted(origin)), response);
    }

    /** The server knows no name of its own: it compares with the Host of the same request. Docs: Security, DNS rebinding. */
    @Test
    void aPageWhoseNameLeadsToOurAddressPassesAsOurOwn() throws Exception {
        var response = response("http://rebound.example:8084", "rebound.example:8084");

        assertTrue(response.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), response);
    }

    @Test
    void twoOriginsAreRefusedEvenIfBothAreOurs() throws Exception {
        var response = response("http://localhost:8084\r\nOrigin: http://localhost:8084", "localhost:8084");

        assertTrue(response.startsWith("HTTP/1.1 403 Forbidden\r\n"), response);
    }

    @Test
    void aClientThatIsNoBrowserSendsNoOrigin() throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RawClient.HANDSHAKE);

            assertEquals("""
                    HTTP/1.1 101 Switching Protocols\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Location: ws://localhost/quotes\r
                    Upgrade: WebSocket\r
                    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                    Date: …\r
                    \r
                    """, wire.receive("\r\n\r\n").replaceFirst("Date: [^\r]+", "Date: …"));
        }
    }

    @Test
    void thePageComesFromTheSamePort() throws Exception {
        try (var wire = new Wire(server.uri());
                var client = new Client(server.uri())) {
            wire.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

            var page = wire.receive("</html>");
            assertTrue(page.startsWith("HTTP/1.1 200 OK\r\n"), page);
            client.send("{}");
            client.expect("a session on the port of the page", "{\"error\":");
        }
    }

    @ParameterizedTest
    @CsvSource({"quotes.v1, quotes.v1", "'quotes.v2,quotes.v1', quotes.v1", "quotes.v2, ''", ", ''"})
    void theSubprotocolIsTheOneBothKnow(String offered, String chosen) throws Exception {
        var header = offered == null ? "" : "Sec-WebSocket-Protocol: %s\r\n".formatted(offered);
        try (var wire = new Wire(server.uri())) {
            wire.send(RawClient.HANDSHAKE.replace("Upgrade: websocket\r\n", "Upgrade: websocket\r\n" + header));

            var response = wire.receive("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 101 "), response);
            assertEquals(
                    chosen,
                    response.lines()
                            .filter(line -> line.startsWith("Sec-WebSocket-Protocol: "))
                            .map(line -> line.substring(24))
                            .findFirst()
                            .orElse(""));
        }
    }

    private String response(String origin, String host) throws Exception {
        try (var wire = new Wire(server.uri())) {
            wire.send(RawClient.HANDSHAKE.replace(
                    "Host: localhost\r\n", "Host: %s\r\nOrigin: %s\r\n".formatted(host, origin)));
            var head = wire.receive("\r\n\r\n");
            return head.contains("Content-Length: ") ? head + wire.receive("}") : head;
        }
    }
}
