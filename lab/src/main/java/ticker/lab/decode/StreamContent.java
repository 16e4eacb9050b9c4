package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body of many messages, which are lines or groups of lines. */
abstract class StreamContent implements Content {
    final Line line = new Line(Message.KEPT);
    private MessageBuilder draft = new MessageBuilder();
    private int lineStart = -1; // where the line begins in the draft; chunks may have come before
    private boolean begun; // there is content in the draft, not only framing

    abstract void lineEnds(MessageBuilder draft, int from);

    abstract MessageBuilder finish(MessageBuilder draft);

    abstract String unfinished();

    /** Adds a byte to the line. */
    final void add(ByteBuffer in) {
        byte next = touch(in);
        line.add(next);
    }

    /** Takes a byte that belongs to the end of a line. */
    final byte touch(ByteBuffer in) {
        if (lineStart < 0) {
            lineStart = draft.position();
        }
        begun = true;
        return draft.take(in);
    }

    final void endLine() {
        lineEnds(draft, lineStart);
        line.clear();
        lineStart = -1;
    }

    @Override
    public final MessageBuilder draft() {
        return draft;
    }

    @Override
    public final MessageBuilder next() {
        var done = finish(draft);
        draft = new MessageBuilder();
        begun = false;
        return done;
    }

    @Override
    public final MessageBuilder rest(String framing) {
        if (draft.isEmpty()) {
            return null;
        }
        if (isWhole()) {
            return next();
        }
        draft.is(Kind.CHUNK, begun ? unfinished() : framing);
        return draft;
    }
}
