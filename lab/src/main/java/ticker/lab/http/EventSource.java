package ticker.lab.http;

/** What one client of an event stream is sent, in the format of Server-Sent Events. For one thread. */
public interface EventSource {
    /** What is new since the last call, or nothing. */
    byte[] next();

    /** What has changed besides, asked for at the beginning and four times a second, or nothing. */
    default byte[] changes() {
        return new byte[0];
    }
}
