package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Decodes nothing. Bytes become messages as they pass. */
public final class RawDecoder implements Decoder {
    private final String why;
    private MessageBuilder draft;

    /** Begins with bytes that another decoder has given up on. */
    public RawDecoder(MessageBuilder draft, String why) {
        this.draft = draft;
        this.why = why;
    }

    @Override
    public MessageBuilder decode(ByteBuffer in) {
        draft.take(in, in.remaining());
        return end();
    }

    @Override
    public MessageBuilder unfinished() {
        return draft;
    }

    @Override
    public MessageBuilder end() {
        var done = draft.isEmpty() ? null : draft.raw(why);
        draft = new MessageBuilder();
        return done;
    }
}
