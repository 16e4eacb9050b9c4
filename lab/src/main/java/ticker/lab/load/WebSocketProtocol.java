package ticker.lab.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.ByteBuffer;
import ticker.lab.decode.FrameHeader;
import ticker.lab.decode.HttpReader;

/** A WebSocket (RFC 6455): an upgrade, then frames. Lesson 4 wants a subscription; lesson 5 takes the cursor in its URL. */
final class WebSocketProtocol implements Protocol {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final String host;
    private final boolean subscribes;
    private final int window; // messages that may be unseen; 0: any number
    private final Inflation inflation; // null unless it asks for compression
    private final HttpReader upgrade = HttpReader.ofResponses(() -> "GET");
    private final FrameHeader header = new FrameHeader();
    private ByteBuffer payload; // of the frame at hand; null while its header is read
    private long cursor;

    WebSocketProtocol(String host, boolean subscribes, boolean compressed, int window) {
        this.host = host;
        this.subscribes = subscribes;
        this.window = window;
        inflation = compressed ? new Inflation() : null;
    }

    @Override
    public byte[] request(long cursor) {
        this.cursor = cursor;
        return String.format(
                        ROOT, """
                GET /quotes%s HTTP/1.1\r
                Host: %s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                %s\r
                """, subscribes ? "" : "?after=" + cursor, host, inflation == null ? "" : Inflation.OFFER)
                .getBytes(US_ASCII);
    }

    @Override
    public void take(ByteBuffer in, Listener listener) throws IOException {
        while (!upgrade.isHttpOver() && upgrade.read(in) != null) {
            if (upgrade.isBetweenMessages() || upgrade.isInBody()) {
                throw new IOException(
                        String.format(ROOT, "The server responded with %d instead of 101.", upgrade.status()));
            }
            if (upgrade.isHttpOver()) {
                subscribe(listener);
            }
        }
        while (upgrade.isHttpOver() && takeFrame(in)) {
            frameEnds(payload.array(), listener);
            payload = null;
            header.clear();
        }
    }

    private void subscribe(Listener listener) throws IOException {
        if (subscribes) {
            var opens = window > 0 ? ",\"window\":" + window : "";
            send(listener, String.format(ROOT, "{\"subscribe\":[\"*\"],\"after\":%d%s}", cursor, opens));
        }
    }

    /** Takes the bytes at hand that belong to the frame; true: it is complete. */
    private boolean takeFrame(ByteBuffer in) throws IOException {
        if (payload == null && header.read(in)) {
            payload = ByteBuffer.allocate(length());
        }
        if (payload == null) {
            return false;
        }
        int count = Math.min(payload.remaining(), in.remaining());
        payload.put(in.slice(in.position(), count));
        in.position(in.position() + count);
        return !payload.hasRemaining();
    }

    private int length() throws IOException {
        if (header.isMasked() || header.payload() < 0) {
            throw new IOException("A server's frame is not masked, and has a length.");
        }
        Protocol.checkLength(header.payload());
        return (int) header.payload();
    }

    /** Our servers don't fragment, so a frame is a message. */
    private void frameEnds(byte[] payload, Listener listener) throws IOException {
        switch (header.opcode()) {
            case CLOSE -> throw new IOException("The server closed the WebSocket.");
            case PING -> listener.send(masked(PONG, payload));
            case PONG -> {} // to no ping of ours
            default -> {
                listener.message(header.rsv() == 0 ? payload : inflate(payload));
                see(payload, listener);
            }
        }
    }

    /** Says that a message was seen, if there is a window. */
    private void see(byte[] json, Listener listener) throws IOException {
        if (window == 0) {
            return;
        }
        long seq = QuotesMessage.parse(json).seq();
        if (seq > cursor) {
            cursor = seq;
            send(listener, String.format(ROOT, "{\"seen\":%d}", seq));
        }
    }

    private static void send(Listener listener, String json) throws IOException {
        listener.send(masked(TEXT, json.getBytes(UTF_8)));
    }

    private byte[] inflate(byte[] payload) throws IOException {
        if (inflation == null) {
            throw new IOException("The server compresses messages, although the client has not asked for it.");
        }
        return inflation.inflate(payload);
    }

    /** A client's frame, of less than 126 bytes. Its mask is zero: it hides nothing, but costs what a mask costs. */
    private static byte[] masked(int opcode, byte[] payload) {
        if (payload.length > 125) {
            throw new IllegalArgumentException("A client of the load generator sends no frame that long.");
        }
        return ByteBuffer.allocate(6 + payload.length)
                .put((byte) (0x80 | opcode))
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }
}
