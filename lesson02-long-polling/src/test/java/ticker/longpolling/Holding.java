package ticker.longpolling;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Waits until so many requests are held. */
final class Holding {
    private Holding() {}

    static void awaitHeld(int number, IntSupplier held) {
        await("%d to be held".formatted(number))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> held.getAsInt() == number);
    }
}
