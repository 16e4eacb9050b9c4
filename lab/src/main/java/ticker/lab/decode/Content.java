package ticker.lab.decode;

import java.nio.ByteBuffer;

/** What a body is made of, free of its framing. The framing puts its own bytes into the draft. */
interface Content {
    /** The message that bytes belong to now. */
    MessageBuilder draft();

    /** Takes content up to the end of a message, but no more than these bytes, and says how many it took. */
    int take(ByteBuffer in, long most);

    /** A chunk, or the whole body, ends here. */
    void partEnds();

    /** Whether the draft is a whole message. */
    boolean isWhole();

    /** The draft. The next byte begins another one. */
    MessageBuilder next();

    /** What is left when the body has ended, or null if nothing is. Framing without content is called by this name. */
    MessageBuilder rest(String framing);
}
