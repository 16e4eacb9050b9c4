package ticker.lab.decode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A message while its bytes arrive. They count as overhead until they are called content. It keeps the first of them. */
public final class MessageBuilder {
    private static final int MOST_FIELDS = 200; // the most headers that our servers take

    private final List<Field> fields = new ArrayList<>();
    private byte[] kept = new byte[128];
    private int size; // how many are kept
    private long length;
    private long payload;
    private Kind kind = Kind.RAW;
    private String line = "";
    private Exchange exchange;

    byte take(ByteBuffer in) {
        byte next = in.get(in.position());
        take(in, 1);
        return next;
    }

    /** Takes as many bytes as there are, but no more than these, and says how many. */
    int take(ByteBuffer in, long most) {
        int n = (int) Math.min(most, in.remaining());
        int room = Math.min(n, Message.KEPT - size);
        if (size + room > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(Message.KEPT, Math.max(size + room, 2 * kept.length)));
        }
        in.get(kept, size, room);
        in.position(in.position() + n - room);
        size += room;
        length += n;
        return n;
    }

    /** These many bytes are here, too, though nobody has looked at them. */
    public void skip(long n) {
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

    public boolean isEmpty() {
        return length == 0;
    }

    /** Names the bytes from here to the last one. */
    void field(String name, int from, String value) {
        field(name, from, size - from, value);
    }

    void field(String name, int from, int length, String value) {
        if (length > 0 && fields.size() < MOST_FIELDS) {
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

    public void is(Kind kind, String line) {
        this.kind = kind;
        this.line = line;
    }

    public Kind kind() {
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

    public Exchange exchange() {
        return exchange;
    }

    public Message message(String lesson, int connection, Direction direction, double time) {
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
