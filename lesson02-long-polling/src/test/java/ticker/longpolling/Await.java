package ticker.longpolling;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits for what other threads and programs do. A wait that fails says what it waited for and what it saw last. All waits
 * have the same limit. It is wide: a busy machine does not reach it, and a test that would hang ends.
 */
public final class Await {
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private Await() {}

    /** Looks again and again until it sees what is wanted, and returns that. */
    public static <T> T await(String what, Callable<T> look, Predicate<? super T> wanted) {
        var seen = new AtomicReference<T>();
        try {
            // An uncaught exception may be that of a test that runs at the same time: not this wait's concern.
            return Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(LIMIT)
                    .until(
                            () -> {
                                seen.set(look.call());
                                return seen.get();
                            },
                            wanted);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("Waited %s for %s. Seen last: %s.".formatted(limit(), what, seen.get()), late);
        }
    }

    /** Looks again and again until it sees a value that equals the expected one. */
    public static <T> void awaitEqual(String what, T expected, Callable<T> look) {
        await("%s to be %s".formatted(what, expected), look, expected::equals);
    }

    /** Waits for a result, and returns it. */
    public static <T> T await(String what, Future<T> result) throws Exception {
        try {
            return result.get(LIMIT.toSeconds(), SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("Waited %s for %s. It did not come.".formatted(limit(), what), late);
        }
    }

    /** Waits for work that blocks its thread, such as reading a line of another program's output; returns its result. */
    public static <T> T awaitResult(String what, Callable<T> work) throws Exception {
        var result = new FutureTask<>(work);
        var thread = new Thread(result, what);
        thread.setDaemon(true);
        thread.start();
        return await(what, result);
    }

    /** Looks for some time whether something stays as it should: this is how a test sees that nothing happens. */
    public static <T> void stays(String what, Duration time, Callable<T> look, Predicate<? super T> wanted) {
        long start = System.nanoTime();
        await(
                String.format(ROOT, "%s to stay so for %d ms", what, time.toMillis()),
                () -> {
                    T seen = look.call();
                    long passed = System.nanoTime() - start;
                    if (!wanted.test(seen)) {
                        throw new AssertionError(String.format(
                                ROOT, "%s did not stay so. Seen after %d ms: %s.", what, passed / 1_000_000, seen));
                    }
                    return passed;
                },
                passed -> passed >= time.toNanos());
    }

    private static String limit() {
        return LIMIT.toSeconds() + " s";
    }
}
