package ticker.lab.decode;

import java.util.List;

/**
 * One thing that was said on the wire. Every byte that passed a tap belongs to exactly one message.
 *
 * @param number its place in the transcript, from 1
 * @param lesson whose wire it was on, such as "polling"
 * @param connection which of the lesson's connections, from 1
 * @param direction which side sent it
 * @param time when its last byte passed, in milliseconds since the epoch
 * @param kind what it is
 * @param line what it says, in one line for people
 * @param respondsTo the number of the request that this is the response to, 0 if it is none
 * @param payload how many of its bytes are content: body, data or application data
 * @param overhead how many of its bytes are not
 * @param bytes the first {@link #KEPT} of its bytes
 * @param fields the parts of the kept bytes, in their order
 */
public record Message(
        long number,
        String lesson,
        int connection,
        Direction direction,
        double time,
        Kind kind,
        String line,
        long respondsTo,
        long payload,
        long overhead,
        byte[] bytes,
        List<Field> fields) {
    /** How many bytes of a message are kept. */
    public static final int KEPT = 4096;

    /** The same message with its place in a transcript. */
    public Message numbered(long number) {
        return new Message(
                number, lesson, connection, direction, time, kind, line, respondsTo, payload, overhead, bytes, fields);
    }
}
