package ticker.streaming;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream costs: once for the headers, then for each price. */
class CostTest {
    private static final Options QUIET = new Options(100, 3_600_000, 3_600_000); // no keep-alive comes in between

    private final Market market = new Market(1000);
    private final StreamingServer server = new StreamingServer(0, market, QUIET);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anEventCostsAFewBytesMoreThanThePriceItBrings() throws Exception {
        var costs = new ArrayList<Long>();
        for (var path : List.of("/stream", "/events")) {
            try (var relay = new Relay(server.uri());
                    var stream = new Chunks(
                            relay.uri(),
                            String.format(
                                    ROOT, "%s?after=%d", path, market.after(0).seq()))) {
                market.move("ACME", 101_25, 1_763_637_722_123L);
                stream.body(path.equals("/events") ? "]}\n\n" : "]}\n");
                long before = relay.bytes();
                for (int price = 0; price < 5; price++) {
                    market.move("ACME", 101_25, 1_763_637_722_123L);
                    stream.body(path.equals("/events") ? "]}\n\n" : "]}\n");
                }
                costs.add((relay.bytes() - before) / 5);
            }
        }

        long price = market.after(market.after(0).seq() - 1).json().length;
        System.out.printf(
                ROOT,
                "A price is %d bytes. As a line in a chunk it costs %d, as an event %d.%n",
                price,
                costs.get(0),
                costs.get(1));
        assertEquals(List.of(95L, 119L), costs);
        assertTrue(price == 88, "of which the price itself is " + price);
    }
}
