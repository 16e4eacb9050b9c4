package ticker.lab.tap;

import java.nio.ByteBuffer;

/** Decodes nothing. Bytes become messages as they pass. */
final class RawDecoder implements Decoder {
    private final String why;
    private Draft draft;

    /** Begins with bytes that another decoder has given up on. */
    RawDecoder(Draft draft, String why) {
        this.draft = draft;
        this.why = why;
    }

    @Override
    public Draft decode(ByteBuffer in) {
        draft.take(in, in.remaining());
        return end();
    }

    @Override
    public Draft unfinished() {
        return draft;
    }

    @Override
    public Draft end() {
        var done = draft.isEmpty() ? null : draft.raw(why);
        draft = new Draft();
        return done;
    }
}
