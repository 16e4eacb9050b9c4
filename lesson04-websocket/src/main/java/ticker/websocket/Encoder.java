package ticker.websocket;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes the messages of one I/O thread's sessions. Quotes are encoded once, for the first session that needs them. Other
 * sessions with the same cursor and the same symbols get the same object of quotes, and share its bytes.
 */
final class Encoder {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Quotes, ByteBuffer> encoded = new HashMap<>(); // of the newest number only
    private long seq;

    /** A direct buffer, so that the socket sends it without a copy. Read-only, since sessions share its bytes. */
    ByteBuffer message(Quotes quotes) {
        if (quotes.seq() != seq) {
            encoded.clear();
            seq = quotes.seq();
        }
        return encoded.computeIfAbsent(quotes, Encoder::encode).asReadOnlyBuffer();
    }

    private static ByteBuffer encode(Quotes quotes) {
        var bytes = quotes.json();
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** A reply is for one session only. */
    ByteBuffer message(Reply reply) {
        var message = JSON.createObjectNode();
        if (reply instanceof Reply.Ack ack) {
            put(message.putObject("ack"), ack.order(), ack.quote());
        } else if (reply instanceof Reply.Refused refused) {
            message.put("error", refused.reason());
            if (refused.id() != null) {
                message.put("id", refused.id());
            }
        } else if (reply instanceof Reply.Halt halt) {
            message.put("market", halt.halted() ? "halted" : "open");
        }
        return ByteBuffer.wrap(JSON.writeValueAsBytes(message));
    }

    private static void put(ObjectNode ack, Order order, Quote quote) {
        ack.put("id", order.id())
                .put("symbol", order.symbol())
                .put("side", order.side())
                .put("quantity", order.quantity())
                .put("price", BigDecimal.valueOf(quote.cents(), 2))
                .put("seq", quote.seq());
    }
}
