package ticker.websocket;

import jakarta.websocket.Encoder;
import java.math.BigDecimal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of a reply. */
public final class ReplyEncoder implements Encoder.Text<Reply> {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String encode(Reply reply) {
        var message = JSON.createObjectNode();
        if (reply instanceof Reply.Ack ack) {
            put(message.putObject("ack"), ack);
        } else if (reply instanceof Reply.Refused refused) {
            message.put("error", refused.reason());
            if (refused.id() != null) {
                message.put("id", refused.id());
            }
        } else if (reply instanceof Reply.Halt halt) {
            message.put("market", halt.halted() ? "halted" : "open");
        }
        return JSON.writeValueAsString(message);
    }

    private static void put(ObjectNode node, Reply.Ack ack) {
        node.put("id", ack.order().id())
                .put("symbol", ack.order().symbol())
                .put("side", ack.order().side())
                .put("quantity", ack.order().quantity())
                .put("price", BigDecimal.valueOf(ack.quote().cents(), 2))
                .put("seq", ack.quote().seq());
    }
}
