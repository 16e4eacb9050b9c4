package ticker.lab.decode;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Finds the messages of HTTP/1.1 in one direction (RFC 9112): a head, and a body if the head says so. */
public abstract class HttpDecoder implements Decoder {
    private static final int MOST_HEAD = 64 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Line line = new Line(MOST_HEAD);
    private MessageBuilder draft = new MessageBuilder();
    private int lineStart;
    private Head head; // null while its first line is not read
    private Body body; // null while the head is read

    /** Looks at the start line and says its name, if it is one. */
    abstract String startLine(String text) throws Undecodable;

    /** What the whole head says: it makes the draft a message and finds its body, which is null if there is none. */
    abstract Body begin(Head head, MessageBuilder draft) throws Undecodable;

    @Override
    public final MessageBuilder decode(ByteBuffer in) throws Undecodable {
        MessageBuilder done = null;
        while (done == null && in.hasRemaining()) {
            done = body == null ? head(in) : body(in);
        }
        return done;
    }

    private MessageBuilder body(ByteBuffer in) throws Undecodable {
        var done = body.decode(in);
        if (body.isEnded()) {
            body = null;
        }
        return done;
    }

    private MessageBuilder head(ByteBuffer in) throws Undecodable {
        byte next = draft.take(in);
        if (next != '\n') {
            add(next);
            return null;
        }
        var text = line.text();
        line.clear();
        var done = lineEnds(text);
        lineStart = draft.position();
        return done;
    }

    private void add(byte next) throws Undecodable {
        if (next >= 0 && next < ' ' && next != '\r' && next != '\t') {
            throw new Undecodable("not HTTP");
        }
        if (draft.length() > MOST_HEAD) {
            throw new Undecodable("a head of more than %d bytes".formatted(MOST_HEAD));
        }
        line.add(next);
    }

    private MessageBuilder lineEnds(String text) throws Undecodable {
        if (head == null && text.isEmpty()) {
            draft.field("empty line", lineStart, "ignored"); // RFC 9112 §2.2 asks for this patience
        } else if (head == null) {
            draft.field(startLine(text), lineStart, Printable.of(text));
            head = new Head(text);
        } else if (!text.isEmpty()) {
            header(text);
        } else {
            draft.field("blank line", lineStart, "ends the head");
            return headEnds();
        }
        return null;
    }

    private void header(String text) throws Undecodable {
        var parts = text.split(":", 2);
        if (parts.length < 2 || !TOKEN.matcher(parts[0]).matches()) {
            throw new Undecodable("a header needs a name and a colon");
        }
        head.add(parts[0], parts[1].strip());
        draft.field(Printable.of(parts[0]), lineStart, Printable.of(parts[1].strip()));
    }

    private MessageBuilder headEnds() throws Undecodable {
        body = begin(head, draft);
        var done = draft;
        draft = new MessageBuilder();
        head = null;
        boolean goesOn = body != null && body.unfinished() == done;
        return goesOn ? null : done;
    }

    /** How a body with a framing of its own is cut up. */
    final Body body(Head head, Content content, long otherwise) throws Undecodable {
        if (head.has("Transfer-Encoding")) { // which makes Content-Length mean nothing (RFC 9112 §6.3)
            if (!head.isChunked()) {
                throw new Undecodable("Transfer-Encoding must end with chunked");
            }
            return new ChunkedBody(content);
        }
        long length = head.has("Content-Length") ? head.length() : otherwise;
        return length == 0 ? null : new PlainBody(content, length);
    }

    @Override
    public final MessageBuilder unfinished() {
        return body == null ? draft : body.unfinished();
    }

    @Override
    public final MessageBuilder end() {
        if (body != null) {
            return body.end();
        }
        return draft.isEmpty() ? null : draft.raw("").cutOff();
    }
}
