package ticker.lab.decode;

/** What a message is in the words of its protocol. */
public enum Kind {
    REQUEST,
    RESPONSE,
    /** One line of a streamed response (NDJSON). */
    LINE,
    /** One event or comment of an event stream. */
    EVENT,
    /** Part of a streamed response that is neither: what is left of it when it ends, its last chunk. */
    CHUNK,
    FRAME,
    /** Bytes that could not be decoded. */
    RAW,
    /** The end of one direction of a connection, or of both: no bytes. */
    END
}
