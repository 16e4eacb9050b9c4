package ticker.lab.decode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A message while its bytes arrive. It keeps the first of them. They count as overhead until they are called content. */
final class MessageBuilder {
    private static final int MAX_FIELDS = 200; // as many headers as our servers take

    private final List<Field> fields = new ArrayList<>();
    private byte[] kept = new byte[128];
    private int size; // how many are kept
    private long length;
    private long payload;
    private Kind kind = Kind.RAW;
    private String line = "";
    private Exchange exchange;

    /** Takes all these bytes. */
    void take(ByteBuffer bytes) {
        length += bytes.remaining();
        int room = Math.min(bytes.remaining(), Message.KEPT - size);
        if (size + room > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(Message.KEPT, Math.max(size + room, 2 * kept.length)));
        }
        bytes.get(kept, size, room);
        bytes.position(bytes.limit());
        size += room;
    }

    /** So many bytes belong to it, too, but were not decoded. */
    void skip(long n) {
        length += n;
    }

    /** So many of the bytes that were taken are content. */
    void payload(long n) {
        payload += n;
    }

    /** How many bytes are kept, which is where the next one would be. */
    int position() {
        return size;
    }

    long length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Names the bytes from here to the last one. */
    void field(String name, int from, String value) {
        field(name, from, size - from, value);
    }

    void field(String name, int from, int length, String value) {
        if (length > 0 && fields.size() < MAX_FIELDS) {
            fields.add(new Field(name, from, length, value));
        }
    }

    /** The kept bytes from here on, in words. */
    String words(int from) {
        return Printable.of(kept, from, size);
    }

    byte kept(int offset) {
        return kept[offset];
    }

    void is(Kind kind, String line) {
        this.kind = kind;
        this.line = line;
    }

    Kind kind() {
        return kind;
    }

    /** The rest of it will never come. */
    MessageBuilder cutOff() {
        line = line.isEmpty() ? "cut off" : line + ", cut off";
        return this;
    }

    /** What is here can't be decoded. */
    MessageBuilder raw(String why) {
        is(Kind.RAW, why);
        fields.clear();
        payload = 0;
        exchange = null;
        return this;
    }

    void belongsTo(Exchange exchange) {
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    Message message(String lesson, int connection, Direction direction, double time) {
        long respondsTo = kind == Kind.RESPONSE && exchange != null ? exchange.number() : 0;
        return new Message(
                0,
                lesson,
                connection,
                direction,
                time,
                kind,
                line,
                respondsTo,
                payload,
                length - payload,
                Arrays.copyOf(kept, size),
                List.copyOf(fields));
    }
}
