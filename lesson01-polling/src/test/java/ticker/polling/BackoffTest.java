package ticker.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");

    private final Random random = new Random(7);

    @Test
    void waitsLongerAfterEachFailureUpToHalfAMinute() {
        long[] limits = {1000, 2000, 4000, 8000, 16_000, 30_000, 30_000};
        for (int failures = 1; failures < 100; failures++) {
            long limit = limits[Math.min(failures, limits.length) - 1];
            long pause = Backoff.pause(failures, 0, random);

            assertTrue(
                    limit / 2 <= pause && pause <= limit, "after " + failures + " failures it waits " + pause + " ms");
        }
    }

    @Test
    void clientsThatLostAServerTogetherDoNotComeBackTogether() {
        var pauses = new HashSet<Long>();
        for (int client = 0; client < 100; client++) {
            pauses.add(Backoff.pause(6, 0, random));
        }

        assertTrue(pauses.size() > 50, () -> "the pauses need jitter: " + pauses);
    }

    @Test
    void whatTheServerAsksForComesOnTop() {
        for (int i = 0; i < 100; i++) {
            long pause = Backoff.pause(1, 5000, random);

            assertTrue(5500 <= pause && pause <= 6000, "the server asked for 5000 ms, and it waits " + pause + " ms");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ticker.polling.Nonsense#retryAfter")
    void retryAfterIsANumberOfSecondsOrADateAndAtMostAnHour(String header, long millis) {
        assertEquals(millis, Backoff.retryAfter(header, NOW));
    }
}
