package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.util.List;
import ticker.lab.transcript.Counts;
import ticker.lab.transcript.RecordedConnection;
import ticker.lab.transcript.Transcript;

/** A connection without sockets: what is said on it goes straight to the decoders, a millisecond apart. */
public final class DecodedConnection {
    public static final String REQUEST = "GET /quotes HTTP/1.1\r\nHost: here\r\n\r\n";
    public static final String UPGRADE = "GET /quotes HTTP/1.1\r\nUpgrade: websocket\r\n\r\n";
    public static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n";
    public static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";

    private final Transcript transcript = new Transcript();
    private final RecordedConnection conversation = new RecordedConnection(transcript, "polling", 1);
    private double time;

    public DecodedConnection up(String bytes) {
        return passed(Direction.UP, bytes.getBytes(ISO_8859_1));
    }

    public DecodedConnection down(String bytes) {
        return passed(Direction.DOWN, bytes.getBytes(ISO_8859_1));
    }

    public DecodedConnection passed(Direction direction, byte[] bytes) {
        conversation.passed(direction, ByteBuffer.wrap(bytes), ++time);
        return this;
    }

    public DecodedConnection skipped(Direction direction, long bytes) {
        conversation.skipped(direction, bytes, ++time);
        return this;
    }

    public DecodedConnection ended(Direction direction) {
        conversation.ended(direction, false, ++time);
        return this;
    }

    public DecodedConnection reset(Direction direction) {
        conversation.ended(direction, true, ++time);
        return this;
    }

    public List<Message> messages() {
        return transcript.after("polling", 0, Integer.MAX_VALUE).messages();
    }

    Message last() {
        var messages = messages();
        return messages.get(messages.size() - 1);
    }

    public Counts counts() {
        return transcript.counts("polling");
    }

    /** Each message as {@code REQUEST GET /quotes 0+36}: its kind, its line, its payload and its overhead. */
    public List<String> lines() {
        return messages().stream().map(DecodedConnection::line).toList();
    }

    private static String line(Message message) {
        return String.format(
                ROOT, "%s %s %d+%d", message.kind(), message.line(), message.payload(), message.overhead());
    }

    /** Each field of the last message as {@code Host 22+12 here}: its name, offset, length and value. */
    List<String> fields() {
        return last().fields().stream()
                .map(field ->
                        String.format(ROOT, "%s %d+%d %s", field.name(), field.offset(), field.length(), field.value()))
                .toList();
    }
}
