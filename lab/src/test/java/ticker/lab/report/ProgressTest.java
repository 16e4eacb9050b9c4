package ticker.lab.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void saysWhatIsMeasuredAndHowLongItWillTake() {
        var progress = new Progress(new PrintStream(shown, true, UTF_8), false, 120, clock::get);

        clock.set(60_000_000_000L);
        progress.say("WebSocket");

        assertEquals(
                "[############············] 50 %  WebSocket  60 s left",
                shown.toString(UTF_8).strip());
    }

    @Test
    void stopsShortOfTheEndWhenItTakesLonger() {
        var progress = new Progress(new PrintStream(shown, true, UTF_8), false, 120, clock::get);

        clock.set(600_000_000_000L);
        progress.say("WebSocket");

        assertEquals(
                "[#######################·] 99 %  WebSocket  almost nothing left",
                shown.toString(UTF_8).strip());
    }
}
