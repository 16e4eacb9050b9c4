package ticker.lab.decode;

/** Which way bytes go: up to the server, or down to the client. */
public enum Direction {
    UP,
    DOWN;

    /** The other one. */
    public Direction opposite() {
        return this == UP ? DOWN : UP;
    }
}
