package ticker.production.cluster;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A price of the shared market has moved. In Redis it is JSON, as a quote is in every lesson:
 * {@code {"seq":42,"symbol":"ACME","price":101.25,"time":1763637722123}}.
 *
 * @param seq the number of this move in the market's one sequence
 * @param symbol what is traded, such as ACME
 * @param cents the price in whole cents
 * @param time when the price moved, in milliseconds since the epoch
 */
record Move(long seq, String symbol, long cents, long time) {
    private static final JsonMapper JSON = new JsonMapper();

    String json() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("seq", seq)
                .put("symbol", symbol)
                .put("price", BigDecimal.valueOf(cents, 2))
                .put("time", time));
    }

    static Move parse(String json) {
        return of(JSON.readTree(json));
    }

    static Move of(JsonNode json) {
        return new Move(
                json.get("seq").longValue(),
                json.get("symbol").stringValue(),
                json.get("price").decimalValue().movePointRight(2).longValueExact(),
                json.get("time").longValue());
    }
}
