package ticker.production.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static ticker.production.tls.Frames.HEADERS;
import static ticker.production.tls.Frames.PING;
import static ticker.production.tls.Frames.PREFACE;
import static ticker.production.tls.Frames.frame;

import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counting frames, in a time that the test moves. */
class FrameBudgetTest {
    private static final byte[] ONE_PING = frame(PING, 0, 0, new byte[8]);
    private static final byte[] ONE_REQUEST = frame(HEADERS, 5, 1, new byte[20]);

    private long now;
    private final FrameBudget budget = new FrameBudget(() -> now);

    @BeforeEach
    void open() throws SSLException {
        budget.spend(ByteBuffer.wrap(PREFACE));
    }

    @Test
    void tenThousandFramesAtOncePassAndOneMoreDoesNot() {
        assertPass(10_000, ONE_PING);

        assertThrows(SSLException.class, () -> budget.spend(ByteBuffer.wrap(ONE_PING)));
    }

    @Test
    void aThousandMorePassAfterASecond() {
        assertPass(10_000, ONE_PING);
        now += Duration.ofSeconds(1).toNanos();
        assertPass(1000, ONE_PING);

        assertThrows(SSLException.class, () -> budget.spend(ByteBuffer.wrap(ONE_PING)));
    }

    @Test
    void whatWasNotSpentInAnHourIsNotSaved() {
        now += Duration.ofHours(1).toNanos();

        tenThousandFramesAtOncePassAndOneMoreDoesNot();
    }

    @Test
    void twoHundredRequestsAtOncePassAndOneMoreDoesNot() {
        assertPass(200, ONE_REQUEST);

        assertThrows(SSLException.class, () -> budget.spend(ByteBuffer.wrap(ONE_REQUEST)));
    }

    @Test
    void aLongFrameCostsMore() {
        var long16 = frame(0x77, 0, 0, new byte[16_384]);
        assertPass(153, long16); // 65 each

        assertThrows(SSLException.class, () -> budget.spend(ByteBuffer.wrap(long16)));
    }

    @Test
    void aFrameIsCountedOnceWhereverItIsCut() {
        for (int i = 0; i < 10_000; i++) {
            for (byte part : ONE_PING) {
                assertDoesNotThrow(() -> budget.spend(ByteBuffer.wrap(new byte[] {part})));
            }
        }

        assertThrows(SSLException.class, () -> budget.spend(ByteBuffer.wrap(ONE_PING)));
    }

    private void assertPass(int count, byte[] frame) {
        for (int i = 0; i < count; i++) {
            assertDoesNotThrow(() -> budget.spend(ByteBuffer.wrap(frame)));
        }
    }
}
