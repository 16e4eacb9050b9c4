package ticker.handshake;

import java.nio.ByteBuffer;

/** Says whatever is newer than its reader's cursor, when there is something newer and the last write is done. */
final class QuotesTalk implements Talk {
    private final Market market;
    private final Encoder encoder;
    private long cursor;

    QuotesTalk(Market market, Encoder encoder, long cursor) {
        this.market = market;
        this.encoder = encoder;
        this.cursor = cursor;
    }

    @Override
    public void opened(Connection connection) {
        ready(connection);
    }

    @Override
    public void ready(Connection connection) {
        var quotes = market.after(cursor);
        if (quotes.seq() != cursor && !quotes.quotes().isEmpty()) {
            cursor = quotes.seq();
            connection.write(encoder.frame(quotes));
        }
    }

    @Override
    public void heard(Connection connection, Frame message) {
        if (message.opcode() == Opcode.BINARY) {
            connection.close(1003, "This service takes text only.");
        }
    }

    /** Makes quotes into a frame, once for all readers in step. */
    static final class Encoder {
        private record Encoded(Quotes quotes, ByteBuffer frame) {}

        private volatile Encoded last = new Encoded(null, null);

        /** The frame of these quotes, with a position of its own. */
        ByteBuffer frame(Quotes quotes) {
            var shared = last;
            if (shared.quotes() != quotes) {
                shared = new Encoded(quotes, encode(quotes));
                last = shared;
            }
            return shared.frame().duplicate();
        }

        private static ByteBuffer encode(Quotes quotes) {
            var frame = FrameCodec.unmasked(Frame.of(Opcode.TEXT, ByteBuffer.wrap(quotes.json())));
            return ByteBuffer.allocateDirect(frame.remaining()).put(frame).flip(); // sockets write it without a copy
        }
    }
}
