package ticker.streaming;

import java.nio.ByteBuffer;

/** The market in one format. A message is encoded once, for whoever is first to need it; all readers in step share its bytes. */
final class Feed {
    private final Market market;
    private final Format format;
    private volatile Message last = new Message(null, null);

    Feed(Market market, Format format) {
        this.market = market;
        this.format = format;
    }

    Format format() {
        return format;
    }

    Quotes after(long cursor) {
        return market.after(cursor);
    }

    /** The message that brings these quotes. Readers in step get the same quotes from the market: the same object. */
    ByteBuffer message(Quotes quotes) {
        var message = last;
        if (message.quotes != quotes) {
            last = message = new Message(quotes, format.message(quotes));
        }
        return ByteBuffer.wrap(message.bytes);
    }

    private record Message(Quotes quotes, byte[] bytes) {}
}
