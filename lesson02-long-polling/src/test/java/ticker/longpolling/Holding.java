package ticker.longpolling;

import static ticker.longpolling.Await.awaitEqual;

import java.util.concurrent.Callable;

/** What tests of held requests share. */
final class Holding {
    /** A hold time, in milliseconds. No test waits so long, so it is never the hold time that ends a request. */
    static final long HOUR = 3_600_000;

    private Holding() {}

    /** Waits until so many requests are held. */
    static void awaitHeld(int number, Callable<Integer> held) {
        awaitEqual("held requests", number, held);
    }
}
