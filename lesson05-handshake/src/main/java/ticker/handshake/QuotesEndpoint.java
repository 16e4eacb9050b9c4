package ticker.handshake;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import java.util.regex.Pattern;

/** Sends what is newer than the client's cursor: when there is something newer, and the last frame has left. */
final class QuotesEndpoint implements Endpoint {
    private static final Pattern CURSOR = Pattern.compile("\\d{1,18}");

    private final Market market;
    private final Encoder encoder;
    private long cursor;

    QuotesEndpoint(Market market, Encoder encoder, long cursor) {
        this.market = market;
        this.encoder = encoder;
        this.cursor = cursor;
    }

    /** The cursor in the address of a handshake, 0 if there is none. */
    static long cursor(HttpServerExchange handshake) throws Problem {
        var after = handshake.getQueryParameters().get("after");
        if (after == null) {
            return 0;
        }
        if (!CURSOR.matcher(after.getFirst()).matches()) {
            throw new Problem(
                    400,
                    String.format(
                            ROOT,
                            "after must be a whole number: the seq of the last message, or 0. It was \"%s\".",
                            after.getFirst()));
        }
        return Long.parseLong(after.getFirst());
    }

    @Override
    public void catchUp(Connection connection) {
        var quotes = market.after(cursor);
        if (!quotes.quotes().isEmpty()) {
            cursor = quotes.seq();
            connection.write(encoder.frame(quotes));
        }
    }

    @Override
    public void onMessage(Connection connection, Frame message) {
        if (message.opcode() == Opcode.BINARY) {
            connection.close(1003, "This service takes text only.");
        }
    }
}
