package ticker.lab.transcript;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ticker.lab.decode.Decoder;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Exchanges;
import ticker.lab.decode.FrameDecoder;
import ticker.lab.decode.HttpDecoder;
import ticker.lab.decode.HttpRequestDecoder;
import ticker.lab.decode.HttpResponseDecoder;
import ticker.lab.decode.Kind;
import ticker.lab.decode.MessageBuilder;
import ticker.lab.decode.Printable;
import ticker.lab.decode.RawDecoder;
import ticker.lab.decode.Undecodable;

/** What is said on one connection, in both directions. Every byte ends up in exactly one message of the transcript. */
public final class RecordedConnection {
    private final Transcript transcript;
    private final String lesson;
    private final int connection;
    private final Exchanges exchanges = new Exchanges();
    private final Map<Direction, Decoder> decoders = new EnumMap<>(Direction.class);
    private final Set<Direction> open = EnumSet.allOf(Direction.class);

    public RecordedConnection(Transcript transcript, String lesson, int connection) {
        this.transcript = transcript;
        this.lesson = lesson;
        this.connection = connection;
        decoders.put(Direction.UP, new HttpRequestDecoder(exchanges));
        decoders.put(Direction.DOWN, new HttpResponseDecoder(exchanges));
        transcript.opened(lesson);
    }

    /** These bytes have passed. */
    public void passed(Direction direction, ByteBuffer bytes, double time) {
        transcript.passed(lesson, direction, bytes.remaining());
        while (bytes.hasRemaining()) {
            say(direction, decode(direction, bytes), time);
        }
    }

    private MessageBuilder decode(Direction direction, ByteBuffer bytes) {
        var decoder = decoders.get(direction);
        try {
            return decoder.decode(bytes);
        } catch (Undecodable broken) {
            decoders.put(direction, new RawDecoder(decoder.unfinished(), "not decoded: " + broken.getMessage()));
            return bytes.hasRemaining() ? null : decoders.get(direction).end();
        }
    }

    private void say(Direction direction, MessageBuilder draft, double time) {
        if (draft == null) {
            return;
        }
        long number = transcript.add(draft.message(lesson, connection, direction, time));
        if (draft.kind() == Kind.REQUEST) {
            draft.exchange().number(number);
        }
        if (draft.kind() == Kind.RESPONSE && exchanges.upgrade() != null) {
            upgrade();
        }
    }

    /** HTTP is over in both directions, unless one of them has been given up before. */
    private void upgrade() {
        for (var half : decoders.entrySet()) {
            boolean http = half.getValue() instanceof HttpDecoder;
            if (http
                    && exchanges.upgrade().equals("websocket")
                    && half.getValue().unfinished().isEmpty()) {
                half.setValue(new FrameDecoder());
            } else if (http) {
                var begun = half.getValue().unfinished();
                half.setValue(new RawDecoder(begun, "not decoded: " + Printable.of(exchanges.upgrade())));
            }
        }
    }

    /** So many bytes have passed, and nobody had the time to look at them. */
    public void skipped(Direction direction, long bytes, double time) {
        transcript.passed(lesson, direction, bytes);
        var draft = decoders.get(direction).unfinished();
        draft.skip(bytes);
        var raw = new RawDecoder(draft, "too fast to decode");
        decoders.put(direction, raw);
        say(direction, raw.end(), time);
    }

    /** One direction has ended, or with a reset both. */
    public void ended(Direction direction, boolean reset, double time) {
        if (!open.contains(direction)) {
            return;
        }
        for (var ending : reset ? List.copyOf(open) : List.of(direction)) {
            say(ending, decoders.get(ending).end(), time);
            open.remove(ending);
        }
        say(direction, end(reset), time);
        if (open.isEmpty()) {
            transcript.closed(lesson);
        }
    }

    private static MessageBuilder end(boolean reset) {
        var end = new MessageBuilder();
        end.is(Kind.END, reset ? "RST" : "FIN");
        return end;
    }
}
