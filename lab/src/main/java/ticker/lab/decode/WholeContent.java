package ticker.lab.decode;

import java.nio.ByteBuffer;

/** A body that is one with its head: together they are one message. */
final class WholeContent implements Content {
    private final MessageBuilder draft;
    private int start = -1;

    WholeContent(MessageBuilder draft) {
        this.draft = draft;
    }

    @Override
    public MessageBuilder draft() {
        return draft;
    }

    @Override
    public int take(ByteBuffer in, long most) {
        if (start < 0) {
            start = draft.position();
        }
        int n = draft.take(in, most);
        draft.payload(n);
        return n;
    }

    @Override
    public void partEnds() {
        if (start >= 0) {
            draft.field("body", start, draft.words(start));
        }
        start = -1;
    }

    @Override
    public boolean isWhole() {
        return false;
    }

    @Override
    public MessageBuilder next() {
        return draft;
    }

    @Override
    public MessageBuilder rest(String framing) {
        return draft;
    }
}
