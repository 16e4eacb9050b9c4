package ticker.handshake;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The quotes that are newer than a cursor, oldest first. Clients with the same cursor share this object. */
public final class Quotes {
    private static final JsonMapper JSON = new JsonMapper();

    private final long seq;
    private final List<Quote> quotes;
    private final boolean reset;
    private volatile byte[] json;

    Quotes(long seq, List<Quote> quotes, boolean reset) {
        this.seq = seq;
        this.quotes = List.copyOf(quotes);
        this.reset = reset;
    }

    /** The newest number in it: the cursor to come back with. */
    public long seq() {
        return seq;
    }

    /** One quote for each symbol that has moved, the newest last. */
    public List<Quote> quotes() {
        return quotes;
    }

    /** Whether the cursor was another market's. Then the client forgets what it had and begins anew with these quotes. */
    public boolean reset() {
        return reset;
    }

    /** The wire form in UTF-8, encoded on first use and then shared: do not change it. */
    public byte[] json() {
        if (json == null) {
            json = encode();
        }
        return json;
    }

    private byte[] encode() {
        var message = JSON.createObjectNode().put("seq", seq);
        if (reset) {
            message.put("reset", true);
        }
        var array = message.putArray("quotes");
        for (var quote : quotes) {
            array.addObject()
                    .put("seq", quote.seq())
                    .put("symbol", quote.symbol())
                    .put("price", BigDecimal.valueOf(quote.cents(), 2))
                    .put("time", quote.time());
        }
        return JSON.writeValueAsBytes(message);
    }

    /** Reads the wire form. */
    static Quotes parse(byte[] json) {
        var message = JSON.readTree(json);
        var quotes = message.get("quotes").valueStream().map(Quotes::quote).toList();
        return new Quotes(
                message.get("seq").longValue(), quotes, message.path("reset").booleanValue(false));
    }

    /** Prints them for the console, a line each: {@code 42  ACME 101.25}. */
    void print() {
        if (reset) {
            System.out.println("Another market: the board begins anew.");
        }
        for (var quote : quotes) {
            long cents = quote.cents();
            System.out.printf(Locale.ROOT, "%d  %s %d.%02d%n", quote.seq(), quote.symbol(), cents / 100, cents % 100);
        }
    }

    private static Quote quote(JsonNode node) {
        var cents = node.get("price").decimalValue().movePointRight(2).longValueExact();
        return new Quote(
                node.get("seq").longValue(),
                node.get("symbol").stringValue(),
                cents,
                node.get("time").longValue());
    }
}
