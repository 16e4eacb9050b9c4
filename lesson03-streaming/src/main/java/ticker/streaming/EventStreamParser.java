package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the format of Server-Sent Events (WHATWG HTML §9.2.6): bytes in, however they were split, events out. An
 * event counts when the empty line after it has come. One that is unfinished at the end of the stream does not count.
 */
final class EventStreamParser {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String id;
    private String lastEventId;
    private OptionalLong retry = OptionalLong.empty();
    private boolean firstLine = true;
    private boolean afterCr; // an LF that comes now belongs to a line end that has been seen

    /** Begins a stream for a client that has seen the event with this id, or none: "". */
    EventStreamParser(String lastEventId) {
        this.id = lastEventId;
        this.lastEventId = lastEventId;
    }

    /** Takes the next bytes of the stream and returns the events that they complete. */
    List<Event> feed(byte[] bytes, int length) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            boolean secondHalf = next == '\n' && afterCr;
            afterCr = next == '\r';
            if (next != '\r' && next != '\n') {
                line.write(next);
            } else if (!secondHalf) {
                endLine(events);
            }
        }
        return events;
    }

    /** The id to reconnect with. It stays until another id comes, and counts only when its event is whole. */
    String lastEventId() {
        return lastEventId;
    }

    /** How long the client shall wait before it reconnects, in milliseconds, if the stream has said so. */
    OptionalLong retry() {
        return retry;
    }

    /** How much it keeps of an event that is not complete yet. */
    int unfinished() {
        return line.size() + data.length();
    }

    private void endLine(List<Event> events) {
        var text = line.toString(UTF_8); // whole lines only, so no character is ever split in two
        line.reset();
        if (firstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            dispatch(events);
        } else {
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1); // one space belongs to the format, a second one to the value
        }
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> type = value;
            case "id" -> id(value);
            case "retry" -> retry(value);
            default -> {} // a comment has no name; unknown names are ignored
        }
    }

    private void id(String value) {
        if (value.indexOf(0) < 0) {
            id = value;
        }
    }

    private void retry(String value) {
        if (value.matches("[0-9]{1,9}")) { // up to eleven days
            retry = OptionalLong.of(Long.parseLong(value));
        }
    }

    private void dispatch(List<Event> events) {
        lastEventId = id;
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            events.add(new Event(lastEventId, type.isEmpty() ? "message" : type, data.toString()));
        }
        data.setLength(0);
        type = "";
    }
}
