package ticker.docs.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "498.9, ms, 499 ms",
        "2482, ms, '2,480 ms'",
        "0.4237, ms, 0.42 ms",
        "12.68, µs, 13 µs",
        "99.6, µs, 100 µs",
        "107.5, bytes, 108 bytes",
        "2, bytes, 2 bytes",
        "999999, bytes, '1,000,000 bytes'",
        "1000000, bytes, 1 MB",
        "235400000, bytes, 235 MB",
        "3072000, bytes/s, 3.1 MB a second",
        "1, requests, 1 request",
        "0.6558, share, 66 %",
        "0.0186, share, 1.9 %",
        "999.9, 1/s, '1,000 a second'",
        "0, threads, 0 threads",
    })
    void isRoundedToWhatItIsWorth(double median, String unit, String words) {
        assertEquals(words, new Quantity(median, unit, false).words());
    }

    @Test
    void thatDiffersBetweenRepeatsIsMarked() {
        assertEquals("≈ 3.4 ms", new Quantity(3.393, "ms", true).words());
    }
}
