package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Reads Server-Sent Events line by line (WHATWG HTML §9.2). A line ends with LF, CR or CR LF. It is a field, a comment
 * (a field without a name), or blank, which ends the event.
 */
public final class EventReader {
    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(UTF_8);

    private final Line line;
    private boolean first = true; // line of the stream: one mark before it is nothing
    private boolean afterCr; // an LF that comes now still belongs to the end of the line
    private boolean ended; // the line has been read, and the next byte begins another one

    /** Keeps so many bytes of a line at most. */
    public EventReader(int max) {
        line = new Line(max);
    }

    /** Reads to the end of the line, or of the bytes at hand; true: the line has ended. */
    public boolean read(ByteBuffer in) {
        begin();
        while (!ended && in.hasRemaining()) {
            byte next = in.get(in.position());
            if (afterCr && next != '\n') {
                ended = true; // without this byte, which begins the next line
                break;
            }
            in.get();
            ended = next == '\n';
            afterCr = next == '\r';
            if (!ended && !afterCr) {
                line.add(next);
                skipMark();
            }
        }
        afterCr &= !ended;
        return ended;
    }

    private void skipMark() {
        if (first && line.is(BYTE_ORDER_MARK)) {
            line.clear();
            first = false;
        }
    }

    /** No LF will follow now; true: so a line has ended with CR. */
    boolean readEnd() {
        begin();
        ended = afterCr;
        afterCr = false;
        return ended;
    }

    private void begin() {
        if (ended) {
            line.clear();
            ended = false;
            first = false;
        }
    }

    /** Whether the line ends the event. */
    public boolean isBlank() {
        return line.isEmpty();
    }

    /** How many bytes the line has without its end, kept or not. */
    public long length() {
        return line.length();
    }

    /** Whether the line is a field of that name. */
    public boolean is(String name) {
        return nameEnd() == name.length() && name().equals(name);
    }

    /** The field's name; "" is a comment. */
    String name() {
        return line.text(0, nameEnd());
    }

    private int nameEnd() {
        int colon = line.indexOf(':');
        return colon < 0 ? line.keptLength() : colon;
    }

    /** The bytes of the field's value. One space after the colon does not belong to it. */
    public byte[] value() {
        return line.bytes(valueStart());
    }

    int valueStart() {
        int end = nameEnd();
        return end == line.keptLength() ? end : line.has(end + 1, ' ') ? end + 2 : end + 1;
    }
}
