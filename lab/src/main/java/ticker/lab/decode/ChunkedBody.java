package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body in chunks, each with its size in front, the last one of size 0 (RFC 9112 §7.1). */
final class ChunkedBody implements Body {
    private static final int MOST_LINE = 4096; // a size, with extensions that nobody uses; or a trailer
    private static final int MOST_TRAILERS = 100;

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        ENDED
    }

    private final Content content;
    private final Line line = new Line(MOST_LINE);
    private State state = State.SIZE;
    private int lineStart = -1;
    private int trailers;
    private long left;

    ChunkedBody(Content content) {
        this.content = content;
    }

    @Override
    public MessageBuilder decode(ByteBuffer in) throws Undecodable {
        if (state == State.DATA) {
            return data(in);
        }
        if (lineStart < 0) {
            lineStart = content.draft().position();
        }
        byte next = content.draft().take(in);
        if (next != '\n') {
            add(next);
            return null;
        }
        var done = lineEnds(line.text());
        line.clear();
        lineStart = -1;
        return done;
    }

    private MessageBuilder data(ByteBuffer in) {
        left -= content.take(in, left);
        if (left == 0) {
            content.partEnds();
            state = State.DATA_END; // which still belongs to the message, so a whole one has to wait for it
            return null;
        }
        return content.isWhole() ? content.next() : null;
    }

    private void add(byte next) throws Undecodable {
        if (line.length() == MOST_LINE) {
            throw new Undecodable("a chunk's head without end");
        }
        line.add(next);
    }

    private MessageBuilder lineEnds(String text) throws Undecodable {
        return switch (state) {
            case SIZE -> sizeEnds(text);
            case DATA_END -> dataEnds(text);
            default -> trailerEnds(text);
        };
    }

    private MessageBuilder sizeEnds(String text) throws Undecodable {
        var size = text.split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new Undecodable("a chunk's size must be a hexadecimal number");
        }
        left = Long.parseLong(size, 16);
        state = left == 0 ? State.TRAILERS : State.DATA;
        field("chunk size", left == 0 ? "0, the last chunk" : "%s, %d bytes".formatted(size, left));
        return null;
    }

    private MessageBuilder dataEnds(String text) throws Undecodable {
        if (!text.isEmpty()) {
            throw new Undecodable("a chunk must end where its size says");
        }
        field("chunk end", "CR LF");
        state = State.SIZE;
        return content.isWhole() ? content.next() : null;
    }

    private MessageBuilder trailerEnds(String text) throws Undecodable {
        if (!text.isEmpty()) {
            if (++trailers > MOST_TRAILERS) {
                throw new Undecodable("trailers without end");
            }
            field("trailer", Printable.of(text));
            return null;
        }
        field("blank line", "ends the body");
        state = State.ENDED;
        return content.rest("last chunk");
    }

    private void field(String name, String value) {
        content.draft().field(name, lineStart, value);
    }

    @Override
    public boolean isEnded() {
        return state == State.ENDED;
    }

    @Override
    public MessageBuilder end() {
        content.partEnds();
        var rest = content.rest("chunk");
        return rest == null ? null : rest.cutOff();
    }

    @Override
    public MessageBuilder unfinished() {
        return content.draft();
    }
}
