package ticker.production.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MoveTest {
    @Test
    void inRedisItLooksLikeAQuoteOfTheLessons() {
        var move = new Move(42, "ACME", 101_20, 1763637722123L);

        assertEquals("""
                {"seq":42,"symbol":"ACME","price":101.20,"time":1763637722123}""", move.json());
        assertEquals(move, Move.parse(move.json()));
    }
}
