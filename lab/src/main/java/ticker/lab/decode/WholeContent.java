package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body that is one with its head: together they are one message. */
final class WholeContent implements Content {
    private final MessageBuilder message;
    private int start = -1;

    WholeContent(MessageBuilder message) {
        this.message = message;
    }

    @Override
    public MessageBuilder message() {
        return message;
    }

    @Override
    public int take(ByteBuffer in) {
        if (start < 0) {
            start = message.position();
        }
        int count = in.remaining();
        message.take(in);
        message.payload(count);
        return count;
    }

    @Override
    public void partEnds() {
        if (start >= 0) {
            message.field("body", start, message.words(start));
        }
        start = -1;
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public MessageBuilder next() {
        return message;
    }

    @Override
    public MessageBuilder rest(String framing) {
        return message;
    }
}
