package ticker.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void isTheMedianAndTheEnds() {
        assertEquals(new Spread(2, 1, 10, 3), Spread.of(10, 1, 2));
        assertEquals(new Spread(3, 2, 4, 2), Spread.of(2, 4));
    }

    @Test
    void isNoisyWhenTheRepeatsDifferByMoreThanThirtyPercent() {
        assertFalse(Spread.of(100, 100, 130).noisy(1), "noisy");
        assertTrue(Spread.of(100, 100, 131).noisy(1), "noisy");
    }

    @Test
    void isQuietWhereTheDifferenceCannotBeTold() {
        assertFalse(Spread.of(0.1, 0.9).noisy(1), "noisy");
    }
}
