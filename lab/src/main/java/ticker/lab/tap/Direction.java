package ticker.lab.tap;

/** Which way bytes go: up to the server, or down to the reader. */
public enum Direction {
    UP,
    DOWN;

    Direction opposite() {
        return this == UP ? DOWN : UP;
    }
}
