package ticker.lab.decode;

import java.nio.ByteBuffer;

/** NDJSON: each line is a message. Its line end is not content. */
final class LineContent extends StreamContent {
    private boolean whole;
    private String text = "";

    @Override
    public int take(ByteBuffer in, long most) {
        int n = 0;
        while (n < most && in.hasRemaining() && !whole) {
            n++;
            if (in.get(in.position()) == '\n') {
                touch(in);
                endLine();
            } else {
                add(in);
            }
        }
        return n;
    }

    @Override
    void lineEnds(MessageBuilder draft, int from) {
        whole = true;
        text = Printable.of(line.text());
        draft.payload(line.length());
        int end = (int) Math.min(draft.length() - 1, Message.KEPT);
        draft.field("line", from, end - from, text);
        draft.field("line end", end, "LF");
    }

    @Override
    public void partEnds() {}

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    MessageBuilder finish(MessageBuilder draft) {
        whole = false;
        draft.is(Kind.LINE, text.isEmpty() ? "empty line" : text);
        return draft;
    }

    @Override
    String unfinished() {
        return "unfinished line";
    }
}
