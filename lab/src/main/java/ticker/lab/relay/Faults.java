package ticker.lab.relay;

import static java.util.Locale.ROOT;

/**
 * What a tap does to the bytes on their way, as bad networks and proxies do. It changes when they arrive and in what
 * portions, never the bytes. Connections open at once, unless they stall. 0 is off. Other values are refused with an
 * IllegalArgumentException that says what is allowed.
 *
 * @param delayUp milliseconds that everything takes longer to the server, at most {@link #MAX_MILLIS}
 * @param delayDown milliseconds that everything takes longer to the client, at most {@link #MAX_MILLIS}
 * @param stall whether nothing passes any more, not even the end of a connection
 * @param bufferBytes what goes down is collected until it is so many bytes, at most {@link #CAPACITY}
 * @param bufferMillis or until its first byte has waited so many milliseconds, at most {@link #MAX_MILLIS}; or, as at a
 *     proxy, until its response is whole. After an upgrade nothing is collected.
 * @param piece bytes are passed on in pieces of at most so many, both ways, each written apart
 */
public record Faults(int delayUp, int delayDown, boolean stall, int bufferBytes, int bufferMillis, int piece) {
    /** Everything passes at once. */
    public static final Faults NONE = new Faults(0, 0, false, 0, 0, 0);

    /** A minute, in milliseconds. */
    public static final int MAX_MILLIS = 60_000;

    /** How many bytes of one direction of a connection a tap holds at most. */
    public static final int CAPACITY = 64 * 1024;

    /** Checks the settings. */
    public Faults {
        check("delayUp", delayUp, MAX_MILLIS);
        check("delayDown", delayDown, MAX_MILLIS);
        check("bufferBytes", bufferBytes, CAPACITY);
        check("bufferMillis", bufferMillis, MAX_MILLIS);
        check("piece", piece, CAPACITY);
    }

    private static void check(String name, int given, int max) {
        if (given < 0 || given > max) {
            throw new IllegalArgumentException(
                    String.format(ROOT, "%s must be a whole number from 0 to %d, not %d.", name, max, given));
        }
    }
}
