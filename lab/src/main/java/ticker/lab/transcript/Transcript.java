package ticker.lab.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Message;

/** The messages of all lessons. It keeps the newest messages of each lesson, and the sums of all. */
public final class Transcript {
    private static final long ROOM = 8 * 1024 * 1024;

    private final long room;
    private final Map<String, LessonTranscript> lessons = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long number;

    /** Begins a transcript that takes about 8 MB of memory for each lesson. */
    public Transcript() {
        this(ROOM);
    }

    /** Takes about so many bytes of memory for each lesson. */
    public Transcript(long room) {
        this.room = room;
    }

    /** Adds a message, gives it the next number, and returns that. */
    public long add(Message message) {
        long given = append(message);
        listeners.forEach(Runnable::run);
        return given;
    }

    private synchronized long append(Message message) {
        of(message.lesson()).add(message.numbered(++number));
        return number;
    }

    /** A connection of the lesson has been opened. */
    public synchronized void opened(String lesson) {
        of(lesson).opened();
    }

    synchronized void closed(String lesson) {
        of(lesson).closed();
    }

    /** So many bytes of the lesson have passed. */
    public synchronized void passed(String lesson, Direction direction, long bytes) {
        of(lesson).passed(direction, bytes);
    }

    private LessonTranscript of(String lesson) {
        return lessons.computeIfAbsent(lesson, any -> new LessonTranscript(room));
    }

    /**
     * The oldest messages of a lesson after a client's cursor.
     *
     * @param cursor the number of the last message the client has seen, 0 for none; one from the future, which only
     *     another transcript can have given, gets all there are
     * @param max how many messages at most
     */
    public synchronized TranscriptPart after(String lesson, long cursor, int max) {
        return of(lesson).after(cursor > number ? 0 : cursor, max);
    }

    /** What has passed on a lesson's wire so far. */
    public synchronized Counts counts(String lesson) {
        return of(lesson).counts();
    }

    /** Runs the listener after every message, in the thread that decodes: it must be short and must not throw. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }
}
