package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A WebSocket (RFC 6455): an upgrade, then frames. Lesson 4 wants a subscription; lesson 5 takes the cursor in its URL. */
final class WebSocketProtocol implements Protocol {
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final String host;
    private final boolean subscribes;
    private final Answer upgrade = new Answer(piece -> {});
    private final FrameReader frames = new FrameReader();
    private long cursor;
    private boolean open;

    WebSocketProtocol(String host, boolean subscribes) {
        this.host = host;
        this.subscribes = subscribes;
    }

    @Override
    public byte[] request(long cursor) {
        this.cursor = cursor;
        return """
                GET /quotes%s HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(subscribes ? "" : "?after=" + cursor, host).getBytes(US_ASCII);
    }

    @Override
    public void take(ByteBuffer in, Listener listener) throws IOException {
        if (!open && upgrade.take(in)) {
            open(listener);
        }
        while (open && frames.take(in)) {
            hear(frames.opcode(), frames.payload(), listener);
        }
    }

    private void open(Listener listener) throws IOException {
        if (upgrade.status() != 101) {
            throw new ProtocolError("The server answered %d instead of 101.".formatted(upgrade.status()));
        }
        open = true;
        if (subscribes) {
            var hello = "{\"subscribe\":[\"*\"],\"after\":%d}".formatted(cursor);
            listener.say(FrameReader.masked(1, hello.getBytes(UTF_8)));
        }
    }

    private static void hear(int opcode, byte[] payload, Listener listener) throws IOException {
        switch (opcode) {
            case CLOSE -> throw new ProtocolError("The server closed the WebSocket.");
            case PING -> listener.say(FrameReader.masked(PONG, payload));
            case PONG -> {} // nobody asked
            default -> listener.heard(payload);
        }
    }
}
