package ticker.lab.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import ticker.polling.Market;

class MoveTimesTest {
    private final Market market = new Market(1000);
    private final MoveTimes moves = new MoveTimes(market);

    @Test
    void whoKnowsTheNewestMoveMissesNothing() {
        market.move("ACME", 100_00, 5000);

        assertEquals(0, moves.overdue(1001, 9000), "how long the move is overdue, in ms");
    }

    @Test
    void theOldestMoveThatSomebodyDoesNotKnowCounts() {
        market.move("ACME", 100_00, 5000);
        market.move("ACME", 101_00, 6000);
        market.move("ACME", 102_00, 7000);

        assertEquals(3000, moves.overdue(1001, 9000), "since 6000, although a newer price would be sent");
        assertEquals(2000, moves.overdue(1002, 9000), "how long the move is overdue, in ms");
    }

    @Test
    void whatWasBeforeItBeganIsNotMissed() {
        assertEquals(0, moves.overdue(1000, 9000), "how long the move is overdue, in ms");
    }

    @Test
    void afterVeryManyMovesTheOldestOnesKeptCount() {
        for (int i = 1; i <= 70_000; i++) {
            market.move("ACME", 100_00, i);
        }

        assertEquals(65_536, moves.overdue(1000, 70_001), "the 65,536 newest are kept");
    }
}
