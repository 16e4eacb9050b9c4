package ticker.lab.decode;

import java.nio.ByteBuffer;

/** Finds the messages in the bytes of one direction. It knows no socket and no clock. */
interface Decoder {
    /**
     * Takes bytes up to the end of the next message, or all that are here.
     *
     * @return the message, or null when more bytes must come
     */
    MessageBuilder decode(ByteBuffer in) throws Undecodable;

    /** The bytes that were taken since the last message, if any. */
    MessageBuilder unfinished();

    /** No more bytes will come: what is left is a message of its own, or null if nothing is. */
    MessageBuilder end();
}
