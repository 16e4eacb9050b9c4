package ticker.lab.decode;

import java.nio.ByteBuffer;

/** What a body consists of, free of its framing. The framing puts its own bytes into the message. */
interface Content {
    /** The message that bytes belong to now. */
    MessageBuilder message();

    /** Takes content up to the end of a message, and returns how many bytes that were. */
    int take(ByteBuffer in);

    /** A chunk, or the whole body, ends here. */
    void partEnds();

    /** Whether the message is whole. */
    boolean isWhole();

    /** The message. The next byte begins another one. */
    MessageBuilder next();

    /** What is left when the body has ended, or null if nothing is. Framing without content is called by this name. */
    MessageBuilder rest(String framing);
}
