package ticker.lab.decode;

/**
 * A named part of a message's bytes.
 *
 * @param name what the RFC calls it, such as "request line", "chunk size", "opcode" or "data"
 * @param offset where it begins in the message's bytes
 * @param length its number of bytes
 * @param value what it says, in words
 */
public record Field(String name, int offset, int length, String value) {}
