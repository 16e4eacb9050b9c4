package ticker.lab.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Message;

/** What has been said on the wires of all lessons. It keeps the last messages of each, and the sums of all there were. */
public final class Transcript {
    private static final long ROOM = 8 * 1024 * 1024;

    private final long room;
    private final Map<String, LessonTranscript> tracks = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long number;

    /** Begins a transcript that takes about 8 MB of memory for each lesson. */
    public Transcript() {
        this(ROOM);
    }

    public Transcript(long room) {
        this.room = room;
    }

    /** Adds a message, gives it the next number, and answers that. */
    public long add(Message message) {
        long given = append(message);
        listeners.forEach(Runnable::run);
        return given;
    }

    private synchronized long append(Message message) {
        track(message.lesson()).add(message.numbered(++number));
        return number;
    }

    public synchronized void opened(String lesson) {
        track(lesson).opened();
    }

    synchronized void closed(String lesson) {
        track(lesson).closed();
    }

    public synchronized void passed(String lesson, Direction direction, long bytes) {
        track(lesson).passed(direction, bytes);
    }

    private LessonTranscript track(String lesson) {
        return tracks.computeIfAbsent(lesson, any -> new LessonTranscript(room));
    }

    /**
     * The oldest messages of a lesson after a reader's cursor.
     *
     * @param cursor the number of the last message the reader has seen, 0 for none; one from the future, which only
     *     another transcript can have given, gets all there are
     * @param most how many messages at most
     */
    public synchronized TranscriptPart after(String lesson, long cursor, int most) {
        return track(lesson).after(cursor > number ? 0 : cursor, most);
    }

    /** What has passed on a lesson's wire so far. */
    public synchronized Counts counts(String lesson) {
        return track(lesson).counts();
    }

    /** Runs the listener after every message, in the thread that decodes: it must be short and must not throw. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }
}
