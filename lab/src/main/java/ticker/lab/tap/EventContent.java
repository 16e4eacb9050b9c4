package ticker.lab.tap;

import java.nio.ByteBuffer;

/** Server-Sent Events (WHATWG HTML §9.2): fields are lines, and an empty line ends the event. Only data is content. */
final class EventContent extends StreamContent {
    private boolean afterCr; // an LF that comes now still belongs to the line end
    private boolean whole;
    private final Event event = new Event();

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
    void lineEnds(Draft draft, int from) {
        if (line.isEmpty()) {
            whole = true;
            draft.field("blank line", from, "ends the event");
            return;
        }
        var text = line.text();
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1).replaceFirst("^ ", ""); // one space is decoration
        if (name.equals("data") && colon >= 0) {
            int decoration = text.startsWith(" ", colon + 1) ? 1 : 0;
            draft.payload(line.length() - colon - 1 - decoration);
        }
        draft.field(name.isEmpty() ? "comment" : Words.of(name), from, Words.of(value));
        event.add(name, value);
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
    Draft finish(Draft draft) {
        whole = false;
        draft.is(Kind.EVENT, event.line());
        event.clear();
        return draft;
    }

    @Override
    String unfinished() {
        return "unfinished event";
    }

    /** The fields of an event, in words. */
    private static final class Event {
        private String name = "";
        private String id = "";
        private String other = "";
        private final StringBuilder data = new StringBuilder();

        void add(String field, String value) {
            switch (field) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> {
                    if (data.length() < Message.KEPT) {
                        data.append(data.isEmpty() ? "" : "\n").append(value);
                    }
                }
                default -> other = "%s: %s".formatted(field.isEmpty() ? "comment" : field, value);
            }
        }

        String line() {
            var about = name + (id.isEmpty() ? "" : (name.isEmpty() ? "id " : ", id ") + id);
            var what = data.isEmpty() ? other : data.toString();
            var line = about.isEmpty() || what.isEmpty() ? about + what : about + ": " + what;
            return Words.of(line.isEmpty() ? "blank line" : line);
        }

        void clear() {
            name = id = other = "";
            data.setLength(0);
        }
    }
}
