package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

/**
 * Writes the format of Server-Sent Events (WHATWG HTML §9.2.5). A line break ends a field and an empty line ends the
 * event, so a value with a line break could forge a field or a whole event: in data and comments each line becomes a
 * field of its own, in an id or an event's name a line break is refused.
 */
final class EventStream {
    private EventStream() {}

    /** An event. An IllegalArgumentException says that the id or the name can't be sent. */
    static byte[] event(String id, String name, String data) {
        var text = new StringBuilder();
        text.append("id: ").append(oneLine("id", id)).append('\n');
        text.append("event: ").append(oneLine("event name", name)).append('\n');
        lines(text, "data: ", data);
        return text.append('\n').toString().getBytes(UTF_8);
    }

    /** How long the client shall wait before it reconnects, when the stream has ended. */
    static byte[] retry(long millis) {
        return String.format(ROOT, "retry: %d\n\n", millis).getBytes(UTF_8);
    }

    /** A line that every client ignores. */
    static byte[] comment(String text) {
        var lines = new StringBuilder();
        lines(lines, ": ", text);
        return lines.append('\n').toString().getBytes(UTF_8);
    }

    private static void lines(StringBuilder text, String field, String value) {
        for (var line : value.split("\r\n|\r|\n", -1)) {
            text.append(field).append(line).append('\n');
        }
    }

    private static String oneLine(String field, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(String.format(ROOT, "An %s must not contain CR, LF or NUL.", field));
        }
        return value;
    }
}
