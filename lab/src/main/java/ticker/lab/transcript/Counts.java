package ticker.lab.transcript;

/**
 * What has passed on one lesson's wire so far.
 *
 * @param requests how many there were
 * @param messages how many there were in all, without the ends of connections
 * @param up how many bytes went up
 * @param down how many bytes came down
 * @param payloadUp how many of the bytes that went up were content
 * @param payloadDown how many of the bytes that came down were content
 * @param open how many connections there are now
 * @param connections how many there have been
 */
public record Counts(
        long requests,
        long messages,
        long up,
        long down,
        long payloadUp,
        long payloadDown,
        long open,
        long connections) {}
