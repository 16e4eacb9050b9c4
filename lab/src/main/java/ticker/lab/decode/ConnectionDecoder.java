package ticker.lab.decode;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Finds the messages on one connection, in both directions. Every byte ends up in exactly one of them. */
public final class ConnectionDecoder {
    private final String lesson;
    private final int connection;
    private final ToLongFunction<Message> messages;
    private final Exchanges exchanges = new Exchanges();
    private final Map<Direction, Decoder> decoders = new EnumMap<>(Direction.class);

    /**
     * Begins with HTTP/1.1.
     *
     * @param messages is given each message, and returns the number that it gets
     */
    public ConnectionDecoder(String lesson, int connection, ToLongFunction<Message> messages) {
        this.lesson = lesson;
        this.connection = connection;
        this.messages = messages;
        decoders.put(Direction.UP, new HttpRequestDecoder(exchanges));
        decoders.put(Direction.DOWN, new HttpResponseDecoder(exchanges));
    }

    /** Decodes bytes that have passed at this time, in milliseconds since the epoch. */
    public void decode(Direction direction, ByteBuffer bytes, double time) {
        while (bytes.hasRemaining()) {
            give(direction, decode(direction, bytes), time);
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

    private void give(Direction direction, MessageBuilder message, double time) {
        if (message == null) {
            return;
        }
        long number = messages.applyAsLong(message.message(lesson, connection, direction, time));
        if (message.kind() == Kind.REQUEST) {
            message.exchange().number(number);
        }
        if (message.kind() == Kind.RESPONSE && exchanges.upgrade() != null) {
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

    /** So many bytes have passed, and there was no time to decode them. */
    public void skip(Direction direction, long bytes, double time) {
        var message = decoders.get(direction).unfinished();
        message.skip(bytes);
        var raw = new RawDecoder(message, "too fast to decode");
        decoders.put(direction, raw);
        give(direction, raw.end(), time);
    }

    /** No more bytes will come in this direction: what is left of them is a message. */
    public void end(Direction direction, double time) {
        give(direction, decoders.get(direction).end(), time);
    }

    /** The connection, or a direction of it, has ended, with a reset or in order. */
    public void ended(Direction direction, boolean reset, double time) {
        var end = new MessageBuilder();
        end.is(Kind.END, reset ? "RST" : "FIN");
        give(direction, end, time);
    }
}
