package ticker.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lesson 3's parsers for the lab's tests. It is of the lesson's package, as they are. */
public final class LessonParsers {
    /** What takes the events of a stream. */
    public interface Listener {
        void event(String type, String data, String lastEventId);
    }

    private LessonParsers() {}

    /** Reads a stream of events, and returns how long it says to wait before coming back, or -1. */
    public static long events(List<byte[]> pieces, Listener listener) {
        var parser = new EventStreamParser("");
        for (var piece : pieces) {
            for (var event : parser.feed(piece, piece.length)) {
                listener.event(event.type(), event.data(), event.lastEventId());
            }
        }
        return parser.retry().orElse(-1);
    }

    /** Reads a stream of lines up to one that is not quotes. Of that it returns what the parser says. */
    public static List<String> lines(List<byte[]> pieces) {
        var parser = new NdjsonParser();
        var messages = new ArrayList<String>();
        try {
            for (var piece : pieces) {
                parser.feed(piece, piece.length).forEach(quotes -> messages.add(quotes.toString()));
            }
        } catch (IOException wrong) {
            messages.add(wrong.getMessage());
        }
        return messages;
    }

    /** A line in the wire form, without what JSON allows between its parts; or what the parser says of it. */
    public static String line(String text) {
        try {
            return Quotes.parse(text.getBytes(UTF_8)).toString();
        } catch (IOException wrong) {
            return wrong.getMessage();
        }
    }
}
