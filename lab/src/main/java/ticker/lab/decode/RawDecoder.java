package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Decodes nothing. Bytes become messages as they pass. */
final class RawDecoder implements Decoder {
    private final String why;
    private MessageBuilder message;

    /** Begins with bytes that another decoder has given up on. */
    RawDecoder(MessageBuilder message, String why) {
        this.message = message;
        this.why = why;
    }

    @Override
    public MessageBuilder decode(ByteBuffer in) {
        message.take(in);
        return end();
    }

    @Override
    public MessageBuilder unfinished() {
        return message;
    }

    @Override
    public MessageBuilder end() {
        var done = message.isEmpty() ? null : message.raw(why);
        message = new MessageBuilder();
        return done;
    }
}
