package ticker.streaming;

/**
 * What a server puts up with.
 *
 * @param streams how many at once; who comes then is sent away
 * @param keepAlive after so many milliseconds without news a reader gets a sign of life
 * @param stall after so many milliseconds in which a reader took nothing of what it was sent, it is dropped
 */
public record Limits(int streams, long keepAlive, long stall) {
    static final Limits STANDARD = new Limits(20_000, 15_000, 60_000);

    static Limits settings() {
        return new Limits(
                (int) Settings.whole("streams", STANDARD.streams, 0, 1_000_000),
                Settings.whole("keepalive", STANDARD.keepAlive, 1000, 3_600_000),
                Settings.whole("stall", STANDARD.stall, 1000, 3_600_000));
    }
}
