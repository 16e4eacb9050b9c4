package ticker.lab.transcript;

import java.util.NavigableMap;
import java.util.TreeMap;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

/** One lesson's part of the transcript: its last messages, and its sums, from which no message is ever missing. */
final class LessonTranscript {
    private static final int FIELD = 100; // about so many bytes of memory

    private final long room;
    private final NavigableMap<Long, Message> messages = new TreeMap<>(); // by their numbers
    private long weight;
    private long dropped; // the number of the last message that is gone
    private long requests;
    private long count;
    private final long[] bytes = new long[2];
    private final long[] payload = new long[2];
    private long open;
    private long connections;

    /** Keeps messages until they take about so many bytes of memory. */
    LessonTranscript(long room) {
        this.room = room;
    }

    void add(Message message) {
        requests += message.kind() == Kind.REQUEST ? 1 : 0;
        count += message.kind() == Kind.END ? 0 : 1;
        payload[message.direction().ordinal()] += message.payload();
        messages.put(message.number(), message);
        weight += weight(message);
        while (weight > room) {
            var oldest = messages.pollFirstEntry();
            weight -= weight(oldest.getValue());
            dropped = oldest.getKey();
        }
    }

    private static long weight(Message message) {
        return 500 + message.bytes().length + (long) FIELD * message.fields().size();
    }

    void passed(Direction direction, long n) {
        bytes[direction.ordinal()] += n;
    }

    void opened() {
        open++;
        connections++;
    }

    void closed() {
        open--;
    }

    TranscriptPart after(long cursor, int max) {
        var newer = messages.tailMap(cursor, false).values();
        return new TranscriptPart(dropped, newer.stream().limit(max).toList());
    }

    Counts counts() {
        return new Counts(requests, count, bytes[0], bytes[1], payload[0], payload[1], open, connections);
    }
}
