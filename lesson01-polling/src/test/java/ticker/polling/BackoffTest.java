package ticker.polling;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:00Z");

    private final Random random = new Random(7);

    @Test
    void aClientOfTheConsoleSaysSoAndWaits() throws Exception {
        long start = System.nanoTime();

        Backoff.onConsole("No prices: this is a test. Trying again in 1 s.", 300);

        long waited = (System.nanoTime() - start) / 1_000_000;
        assertTrue(
                waited >= 300, () -> "a client that has failed waits before it asks again: " + waited + " ms of 300");
    }

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
        assertEquals(
                millis,
                Backoff.retryAfter(header, NOW),
                "the milliseconds that \"Retry-After: " + header + "\" asks for");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "999, 1", "1000, 1", "1001, 2", "3600500, 3601"})
    void thePauseIsSaidInWholeSecondsRoundedUp(long millis, long seconds) {
        assertEquals(
                String.format(ROOT, "No prices: The server responded with 500. Trying again in %d s.", seconds),
                Backoff.sentence("The server responded with 500.", millis));
    }

    @ParameterizedTest
    @CsvSource({
        "301, 'The server sends you to another page, perhaps to sign in (301).'",
        "308, 'The server sends you to another page, perhaps to sign in (308).'",
        "401, The server wants you to sign in (401).",
        "511, The server wants you to sign in (511).",
        "403, The server does not allow it (403).",
        "429, The server has too much to do (429).",
        "503, The server has too much to do (503).",
        "502, A proxy reached no server (502).",
        "504, A proxy reached no server (504).",
        "500, The server responded with 500.",
        "200, The server responded with 200.",
        "999, The server responded with 999.",
    })
    void aStatusIsSaidInWords(int status, String reason) {
        assertEquals(reason, Backoff.reason(status));
    }

    @Test
    void aReasonIsOneLineWithAnEndAndWithoutWhatAConsoleWouldObey() {
        var reason = "Closed: \u001b]0;owned\u0007\r\n\u009b2J\u202eevil";

        assertEquals("No prices: Closed: ]0;owned 2J evil. Trying again in 1 s.", Backoff.sentence(reason, 700));
        assertEquals(
                "No prices: " + "x".repeat(200) + "… Trying again in 1 s.", Backoff.sentence("x".repeat(300), 700));
    }
}
