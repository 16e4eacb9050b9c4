package ticker.lab.course;

import static java.util.Locale.ROOT;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import ticker.polling.Market;
import ticker.polling.PollingServer;

/**
 * What a browser does to the timers of a hidden tab. {@code -Dhidden=FILE} also looks at a tab that has been
 * hidden for more than five minutes, which takes nine, and writes the table that the docs show.
 */
@Tag("browser")
class HiddenTimersTest {
    private static final String FILE = System.getProperty("hidden", "");

    @RegisterExtension
    static final Browser browser = new Browser();

    private PollingServer server;

    /** How late the calls of a timer of 100 ms came: the median and the longest, in milliseconds. */
    private record Gaps(long median, long longest) {}

    @BeforeEach
    void open() {
        server = new PollingServer(0, new Market(0));
        browser.open(server.uri().resolve("/icon.svg")); // a page without a script of its own
        browser.run("""
                window.calls = [];
                setInterval(() => calls.push(performance.now()), 100);
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @Timeout(value = 15, unit = MINUTES)
    void theTimersOfAHiddenTabAreCalledOnceASecond() throws Exception {
        var shown = gaps(2);
        var chromium = browser.run("return navigator.userAgent.match(/Chrome[/](\\d+)/)[1]");
        var table = new StringBuilder(String.format(
                ROOT, "A tab of Chromium %s is,a timer of 100 ms is called every,at the latest after%n", chromium));
        row(table, "shown", shown);
        var hidden = new Gaps[1];
        browser.hiddenWhile(() -> {
            hidden[0] = gaps(6);
            row(table, "hidden", hidden[0]);
            if (!FILE.isEmpty()) {
                pause(300);
                row(table, "hidden for more than five minutes", gaps(200));
            }
        });

        assertTrue(shown.median < 300, () -> "a tab that is shown has its timers: " + shown);
        assertTrue(hidden[0].median > 900, () -> "a hidden tab has few of its timers: " + hidden[0]);
        if (!FILE.isEmpty()) {
            Files.writeString(Path.of(FILE), table);
        }
    }

    private static void row(StringBuilder table, String tab, Gaps gaps) {
        table.append(String.format(ROOT, "%s,%.1f s,%.1f s%n", tab, gaps.median / 1000.0, gaps.longest / 1000.0));
    }

    /** Of the calls in so many seconds. The first gap is left out: it began before. */
    private static Gaps gaps(int seconds) {
        browser.run("calls.length = 0");
        pause(seconds);
        var calls = ((List<?>) browser.run("return calls"))
                .stream().mapToLong(call -> ((Number) call).longValue()).toArray();
        var gaps = new long[calls.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = calls[i + 1] - calls[i];
        }
        Arrays.sort(gaps);
        return new Gaps(gaps[gaps.length / 2], gaps[gaps.length - 1]);
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
