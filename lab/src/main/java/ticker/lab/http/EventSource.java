package ticker.lab.http;

/**
 * What one client of an event stream is sent, in the format of Server-Sent Events. {@code next} and {@code changes} are for
 * one thread.
 */
public interface EventSource {
    /** What is new since the last call, or nothing. */
    byte[] next();

    /** What has changed besides, asked for at the beginning and four times a second, or nothing. */
    default byte[] changes() {
        return new byte[0];
    }

    /** The stream begins. A client that has asked for its head only gets none. */
    default void begin() {}

    /** The stream has ended. */
    default void end() {}
}
