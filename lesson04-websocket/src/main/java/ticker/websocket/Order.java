package ticker.websocket;

import static java.util.Locale.ROOT;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** An order of a client, which is done once: {@code {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}. */
public record Order(String id, String symbol, String side, int quantity) implements Request {
    private static final List<String> FIELDS = List.of("id", "symbol", "side", "quantity");

    /** Reads an order. A Refusal names the rule that it breaks. */
    static Order parse(JsonNode json) throws Refusal {
        check(
                json.isObject(),
                json,
                "An order is a JSON object, such as {\"id\":\"c-17\",\"symbol\":\"ACME\",\"side\":\"buy\",\"quantity\":10}.");
        for (var name : FIELDS) {
            check(json.has(name), json, "The order has no %s.", name);
        }
        for (var name : json.propertyNames()) {
            check(
                    FIELDS.contains(name),
                    json,
                    "An order has no field \"%s\", only %s.",
                    name,
                    String.join(", ", FIELDS));
        }
        return new Order(
                text(json, "id", "[A-Za-z0-9._-]{1,64}", "1 to 64 letters, digits, dots, dashes or underscores"),
                text(json, "symbol", ".*", "a symbol, such as \"ACME\""),
                text(json, "side", "buy|sell", "\"buy\" or \"sell\""),
                quantity(json));
    }

    private static String text(JsonNode json, String name, String pattern, String meaning) throws Refusal {
        var value = json.get(name);
        boolean fits = value.isString() && value.stringValue().matches(pattern);
        check(fits, json, "%s must be %s, not %s.", name, meaning, value);
        return value.stringValue();
    }

    private static int quantity(JsonNode json) throws Refusal {
        var value = json.get("quantity");
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        check(
                fits && value.intValue() >= 1 && value.intValue() <= 1_000_000,
                json,
                "quantity must be a whole number from 1 to 1000000, not %s.",
                value);
        return value.intValue();
    }

    private static void check(boolean kept, JsonNode json, String rule, Object... details) throws Refusal {
        if (!kept) {
            throw new Refusal(json.path("id").stringValue(null), String.format(ROOT, rule, details));
        }
    }
}
