package ticker.streaming;

import java.nio.ByteBuffer;

/**
 * The market in one format, for the readers of one I/O thread. A message is encoded for the first reader who needs it,
 * and the others who are in step share its bytes.
 */
final class Feed {
    private final Market market;
    private final Format format;
    private Quotes encoded;
    private ByteBuffer message;

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

    /** The message that brings these quotes, to be duplicated. Who is in step gets the same quotes: the same object. */
    ByteBuffer message(Quotes quotes) {
        if (quotes != encoded) {
            var bytes = format.message(quotes);
            message =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(); // on the heap, each write would copy it
            encoded = quotes;
        }
        return message;
    }
}
