package ticker.polling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The quotes that are newer than a cursor, oldest first. Clients with the same cursor share this object. */
public final class Quotes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_EXCERPT = 60;

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

    /** Reads the wire form. A server may send anything: an IOException says in one sentence what came instead. */
    static Quotes parse(byte[] json) throws IOException {
        try {
            return quotes(JSON.readTree(json));
        } catch (JacksonException | ArithmeticException | NumberFormatException wrong) {
            throw new IOException("The server sent something other than quotes: " + excerpt(json), wrong);
        }
    }

    private static Quotes quotes(JsonNode message) {
        var quotes = message.required("quotes").asArray().valueStream().map(Quotes::quote);
        var reset = message.has("reset") && message.get("reset").booleanValue();
        return new Quotes(count(message, "seq"), quotes.toList(), reset);
    }

    private static Quote quote(JsonNode node) {
        var cents = node.required("price").decimalValue().movePointRight(2).longValueExact();
        return new Quote(count(node, "seq"), node.required("symbol").stringValue(), cents, count(node, "time"));
    }

    private static long count(JsonNode node, String name) {
        long count = node.required(name).longValue();
        if (count < 0) {
            throw new NumberFormatException(name + " is negative");
        }
        return count;
    }

    private static String excerpt(byte[] text) {
        var beginning = printable(new String(text, 0, Math.min(text.length, 1000), UTF_8), MAX_EXCERPT);
        return beginning.isEmpty() ? "nothing" : beginning;
    }

    /** The beginning of a text that came from elsewhere, in one line and without control characters. */
    static String printable(String text, int max) {
        var line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
        return line.length() <= max ? line : line.substring(0, max) + "…";
    }

    /** The wire form. */
    @Override
    public String toString() {
        return new String(json(), UTF_8);
    }

    /** Prints them for the console, a line each: {@code 42  ACME 101.25}. */
    void print() {
        if (reset) {
            System.out.println("Another market: the board begins anew.");
        }
        for (var quote : quotes) {
            long cents = quote.cents();
            var symbol = printable(quote.symbol(), MAX_EXCERPT);
            System.out.printf(ROOT, "%d  %s %d.%02d%n", quote.seq(), symbol, cents / 100, cents % 100);
        }
    }
}
