package ticker.lab.microscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import ticker.lab.http.EventSource;
import ticker.lab.transcript.Counts;
import ticker.lab.transcript.MessageJson;
import ticker.lab.transcript.Transcript;

/** A lesson's messages as events, from a client's cursor on: an event each. Counts come besides. */
final class MessageEvents implements EventSource {
    private static final int MAX_MESSAGES = 100;
    private static final int MAX_LENGTH = 64 * 1024; // then no other message is added

    private final Transcript transcript;
    private final String lesson;
    private long cursor;
    private Counts sent;

    MessageEvents(Transcript transcript, String lesson, long cursor) {
        this.transcript = transcript;
        this.lesson = lesson;
        this.cursor = cursor;
    }

    /** The messages after the cursor; before them an event that says which ones are no longer there. */
    @Override
    public byte[] next() {
        var part = transcript.after(lesson, cursor, MAX_MESSAGES);
        var events = new StringBuilder();
        if (part.dropped() > cursor) {
            events.append(String.format(
                    ROOT,
                    "event: gap\ndata: {\"lesson\":\"%s\",\"from\":%d,\"to\":%d}\n\n",
                    lesson,
                    cursor + 1,
                    part.dropped()));
            cursor = part.dropped();
        }
        for (var message : part.messages()) {
            if (events.length() > MAX_LENGTH) {
                break;
            }
            events.append(String.format(ROOT, "event: message\ndata: %s\n\n", MessageJson.write(message)));
            cursor = message.number();
        }
        return events.toString().getBytes(UTF_8);
    }

    @Override
    public byte[] changes() {
        var counts = transcript.counts(lesson);
        if (counts.equals(sent)) {
            return new byte[0];
        }
        sent = counts;
        return String.format(
                        ROOT,
                        "event: counts\ndata: {\"lesson\":\"%s\",\"counts\":%s}\n\n",
                        lesson,
                        MessageJson.write(counts))
                .getBytes(UTF_8);
    }
}
