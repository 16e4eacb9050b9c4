package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body of many messages, which are lines or groups of lines. */
abstract class StreamContent implements Content {
    private MessageBuilder message = new MessageBuilder();
    private int lineStart = -1; // where the line begins in the message; chunks may have come before
    private boolean begun; // there is content in the message, not only framing
    private boolean whole;

    /** Reads to the end of a line; true: a line has ended. */
    abstract boolean read(ByteBuffer in);

    /** Names the parts of the line, which begins there; true: with it the message is whole. */
    abstract boolean lineEnds(MessageBuilder message, int from);

    /** Says what a whole message is. */
    abstract void finish(MessageBuilder message);

    /** What a message is called that has no end. */
    abstract String unfinished();

    @Override
    public final int take(ByteBuffer in) {
        int start = in.position();
        while (!whole && in.hasRemaining()) {
            takeLine(in);
        }
        return in.position() - start;
    }

    private void takeLine(ByteBuffer in) {
        int start = in.position();
        boolean ended = read(in);
        var bytes = in.slice(start, in.position() - start);
        if (bytes.hasRemaining()) {
            lineStart = lineStart < 0 ? message.position() : lineStart;
            begun = true;
            message.take(bytes);
        }
        if (ended) {
            endLine();
        }
    }

    /** A line has ended. */
    final void endLine() {
        whole = lineEnds(message, lineStart);
        lineStart = -1;
    }

    @Override
    public void partEnds() {}

    @Override
    public final boolean isWhole() {
        return whole;
    }

    @Override
    public final MessageBuilder message() {
        return message;
    }

    @Override
    public final MessageBuilder next() {
        var done = message;
        finish(done);
        message = new MessageBuilder();
        begun = false;
        whole = false;
        return done;
    }

    @Override
    public final MessageBuilder rest(String framing) {
        if (message.isEmpty()) {
            return null;
        }
        if (whole) {
            return next();
        }
        message.is(Kind.CHUNK, begun ? unfinished() : framing);
        return message;
    }
}
