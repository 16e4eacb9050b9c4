package ticker.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private final Market market = new Market(0);
    private final Encoder encoder = new Encoder();

    @BeforeEach
    void open() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
    }

    @Test
    void aMessageIsTheQuotesInUtf8() {
        assertEquals("""
                {"seq":2,"quotes":[{"seq":2,"symbol":"BRIO","price":55.00,"time":2000}]}""", UTF_8.decode(encoder.message(market.after(1))).toString());
    }

    @Test
    void whatOneSessionHasSentTheNextOneSendsAgain() {
        var first = encoder.message(market.after(0));
        var second = encoder.message(market.after(0));
        UTF_8.decode(first);

        assertNotSame(first, second, "two sessions move one position");
        assertEquals(market.after(0).json().length, second.remaining(), "each session has a position of its own");
    }

    @Test
    void theBytesThatSessionsShareAreReadOnlyAndDirect() {
        var message = encoder.message(market.after(0));

        assertTrue(message.isReadOnly(), "no session may change them for the others");
        assertTrue(message.isDirect(), "a write from the heap would copy them");
    }
}
