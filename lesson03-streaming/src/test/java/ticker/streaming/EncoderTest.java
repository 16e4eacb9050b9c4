package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class EncoderTest {
    private final Market market = new Market(0);
    private final Encoder encoder = new Encoder(Format.EVENTS);

    @Test
    void aThousandClientsWithTheSameCursorShareTheBytesOfAMessage() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        var bytes = encoder.message(market.after(1));

        for (int client = 0; client < 1000; client++) {
            assertSame(bytes, encoder.message(market.after(1)), "encoded once, not once per client");
        }
    }

    @Test
    void aClientThatIsBehindGetsAMessageOfItsOwn() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertNotSame(
                encoder.message(market.after(1)), encoder.message(market.after(0)), "another cursor, another message");
    }
}
