package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Server-Sent Events (WHATWG HTML §9.2): fields are lines, and an empty line ends the event. Only data is content. */
final class EventContent extends StreamContent {
    private boolean afterCr; // an LF that comes now still belongs to the line end
    private boolean whole;
    private final EventSummary words = new EventSummary();

    @Override
    public int take(ByteBuffer in, long most) {
        int start = in.position();
        while (!whole && in.hasRemaining() && in.position() - start < most) {
            step(in);
        }
        return in.position() - start;
    }

    private void step(ByteBuffer in) {
        byte next = in.get(in.position());
        if (afterCr && next != '\n') {
            eventLineEnds();
        } else if (next == '\n') {
            touch(in);
            eventLineEnds();
        } else if (next == '\r') {
            touch(in);
            afterCr = true;
        } else {
            add(in);
        }
    }

    private void eventLineEnds() {
        afterCr = false;
        endLine();
    }

    @Override
    void lineEnds(MessageBuilder draft, int from) {
        if (line.isEmpty()) {
            whole = true;
            draft.field("blank line", from, "ends the event");
            return;
        }
        var text = line.text();
        int colon = text.indexOf(':');
        int end = colon < 0 ? text.length() : colon;
        int start =
                colon < 0 ? end : text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1; // one space is decoration
        var name = end == 0 ? "comment" : text.substring(0, end);
        if (name.equals("data")) {
            draft.payload(line.length() - start);
        }
        draft.field(Printable.of(name), from, Printable.of(text.substring(start)));
        words.add(name, text.substring(start));
    }

    @Override
    public void partEnds() {
        if (afterCr) {
            eventLineEnds();
        }
    }

    @Override
    public boolean isWhole() {
        return whole;
    }

    @Override
    MessageBuilder finish(MessageBuilder draft) {
        whole = false;
        draft.is(Kind.EVENT, words.line());
        words.clear();
        return draft;
    }

    @Override
    String unfinished() {
        return "unfinished event";
    }
}
