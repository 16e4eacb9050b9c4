package ticker.lab.course;

/** The request that a client of lesson 4 or 5 sends first (RFC 6455 §4.1), for tests that write bytes themselves. */
public final class Handshake {
    public static final String REQUEST = """
            GET /quotes HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private Handshake() {}
}
