package ticker.lab.transcript;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import ticker.lab.decode.ConnectionDecoder;
import ticker.lab.decode.Direction;

/** One connection of a lesson: its messages go into the transcript, and its bytes are counted there. */
public final class RecordedConnection {
    private final Transcript transcript;
    private final String lesson;
    private final ConnectionDecoder decoder;
    private final Set<Direction> open = EnumSet.allOf(Direction.class);

    /** Begins with a connection that has just been opened. */
    public RecordedConnection(Transcript transcript, String lesson, int connection) {
        this.transcript = transcript;
        this.lesson = lesson;
        decoder = new ConnectionDecoder(lesson, connection, transcript::add);
        transcript.opened(lesson);
    }

    /** These bytes have passed. */
    public void passed(Direction direction, ByteBuffer bytes, double time) {
        transcript.passed(lesson, direction, bytes.remaining());
        decoder.decode(direction, bytes, time);
    }

    /** So many bytes have passed, and there was no time to decode them. */
    public void skipped(Direction direction, long bytes, double time) {
        transcript.passed(lesson, direction, bytes);
        decoder.skip(direction, bytes, time);
    }

    /** One direction has ended, or with a reset both. */
    public void ended(Direction direction, boolean reset, double time) {
        if (!open.contains(direction)) {
            return;
        }
        for (var ending : reset ? List.copyOf(open) : List.of(direction)) {
            decoder.end(ending, time);
            open.remove(ending);
        }
        decoder.ended(direction, reset, time);
        if (open.isEmpty()) {
            transcript.closed(lesson);
        }
    }
}
