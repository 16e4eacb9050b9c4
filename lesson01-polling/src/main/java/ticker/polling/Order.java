package ticker.polling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An order of a client, to be done once: {@code {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}}. */
record Order(String id, String symbol, String side, int quantity) {
    private static final List<String> FIELDS = List.of("id", "symbol", "side", "quantity");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Reads an order. A Problem names the rule that it breaks. */
    static Order parse(byte[] body) throws Problem {
        var json = read(body);
        check(json.isObject(), "An order is a JSON object, such as %s.", """
                {"id":"c-17","symbol":"ACME","side":"buy","quantity":10}""");
        for (var name : FIELDS) {
            check(json.has(name), "The order has no %s.", name);
        }
        for (var name : json.propertyNames()) {
            check(FIELDS.contains(name), "An order has no field \"%s\", only %s.", name, String.join(", ", FIELDS));
        }
        return new Order(
                text(json, "id", "[A-Za-z0-9._-]{1,64}", "1 to 64 letters, digits, dots, dashes or underscores"),
                text(json, "symbol", ".*", "a symbol, such as \"ACME\""),
                text(json, "side", "buy|sell", "\"buy\" or \"sell\""),
                quantity(json.get("quantity")));
    }

    private static JsonNode read(byte[] body) throws Problem {
        try {
            // Java's decoder is strict. The parser alone would take some bytes that are not UTF-8.
            var json = JSON.readTree(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
            if (json.isMissingNode()) {
                throw new Problem(400, "The body is empty.");
            }
            return json;
        } catch (CharacterCodingException malformed) {
            throw new Problem(400, "The body is not UTF-8.");
        } catch (StreamConstraintsException excess) {
            // The parser's own sentence writes its numbers in the machine's language.
            throw new Problem(400, "The body is nested deeper than 500, or has a number of more than 1000 digits.");
        } catch (JacksonException malformed) {
            var place = malformed.getLocation();
            throw new Problem(
                    400,
                    String.format(
                            ROOT,
                            "The body is not JSON: see line %d, column %d.",
                            place.getLineNr(),
                            place.getColumnNr()));
        }
    }

    private static String text(JsonNode json, String name, String pattern, String meaning) throws Problem {
        var value = json.get(name);
        check(value.isString() && value.stringValue().matches(pattern), "%s must be %s, not %s.", name, meaning, value);
        return value.stringValue();
    }

    private static int quantity(JsonNode value) throws Problem {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        int quantity = fits ? value.intValue() : 0;
        check(
                quantity >= 1 && quantity <= 1_000_000,
                "quantity must be a whole number from 1 to 1000000, not %s.",
                value);
        return quantity;
    }

    private static void check(boolean kept, String rule, Object... details) throws Problem {
        if (!kept) {
            throw new Problem(422, String.format(ROOT, rule, details));
        }
    }
}
