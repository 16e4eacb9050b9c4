package ticker.lab.decode;

import java.nio.ByteBuffer;

/** What follows a head, and how its end is known (RFC 9112 §6). */
interface Body {
    /** As {@link Decoder#decode}. The last message may come when the body ends. */
    MessageBuilder decode(ByteBuffer in) throws Undecodable;

    boolean isEnded();

    /** The connection ends before, or instead of, the body. */
    MessageBuilder end();

    MessageBuilder unfinished();
}
