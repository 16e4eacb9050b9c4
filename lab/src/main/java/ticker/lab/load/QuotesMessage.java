package ticker.lab.load;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server says in every lesson.
 *
 * @param seq the cursor to come back with
 * @param prices oldest first
 */
record QuotesMessage(long seq, List<Price> prices) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS) // 101.00 is not 101.0
            .build();

    /** Reads the wire form, or fails with Jackson's exception. */
    static QuotesMessage parse(byte[] json) {
        var message = JSON.readTree(json);
        return new QuotesMessage(
                message.required("seq").longValue(),
                message.required("quotes")
                        .valueStream()
                        .map(QuotesMessage::price)
                        .toList());
    }

    Price newest() {
        return prices.get(prices.size() - 1);
    }

    /** The prices that are newer than a cursor. */
    List<Price> after(long cursor) {
        return prices.get(0).seq() > cursor
                ? prices
                : prices.stream().filter(price -> price.seq() > cursor).toList();
    }

    private static Price price(JsonNode quote) {
        return new Price(
                quote.required("seq").longValue(),
                quote.required("symbol").stringValue(),
                quote.required("price").decimalValue().toPlainString(),
                quote.required("time").longValue());
    }

    /** Ten thousand clients get the same few messages: each is parsed once. For one thread. */
    static final class Memory {
        private static final int REMEMBERED = 64;

        private final Map<ByteBuffer, QuotesMessage> messages = new LinkedHashMap<>();

        QuotesMessage parse(byte[] json) {
            var key = ByteBuffer.wrap(json);
            var message = messages.get(key);
            if (message == null) {
                message = QuotesMessage.parse(json);
                messages.put(key, message);
                if (messages.size() > REMEMBERED) {
                    messages.remove(messages.keySet().iterator().next());
                }
            }
            return message;
        }
    }
}
