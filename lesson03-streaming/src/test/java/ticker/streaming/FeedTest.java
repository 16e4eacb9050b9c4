package ticker.streaming;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class FeedTest {
    private final Market market = new Market(0);
    private final Feed feed = new Feed(market, Format.EVENTS);

    @Test
    void aThousandReadersInStepShareTheBytesOfAMessage() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);
        var bytes = feed.message(feed.after(1));

        for (int reader = 0; reader < 1000; reader++) {
            assertSame(bytes, feed.message(feed.after(1)), "encoded once, not once per reader");
        }
    }

    @Test
    void aReaderWhoIsBehindGetsAMessageOfItsOwn() {
        market.move("ACME", 101_25, 1000);
        market.move("BRIO", 55_00, 2000);

        assertNotSame(feed.message(feed.after(1)), feed.message(feed.after(0)));
    }
}
