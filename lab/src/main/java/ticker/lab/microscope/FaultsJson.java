package ticker.lab.microscope;

import java.util.List;
import ticker.lab.relay.Faults;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads faults from JSON: {@code {"delayUp":0,"delayDown":200,"stall":false}}. What is left out is off. */
final class FaultsJson {
    private static final List<String> FIELDS =
            List.of("delayUp", "delayDown", "stall", "bufferBytes", "bufferMillis", "piece");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private FaultsJson() {}

    /** Reads them, or says which rule they break. */
    static Faults parse(byte[] body) {
        var json = read(body);
        for (var name : json.propertyNames()) {
            check(FIELDS.contains(name), "There is no fault \"%s\", only %s.", name, String.join(", ", FIELDS));
        }
        return new Faults(
                whole(json, "delayUp"),
                whole(json, "delayDown"),
                flag(json, "stall"),
                whole(json, "bufferBytes"),
                whole(json, "bufferMillis"),
                whole(json, "piece"));
    }

    private static JsonNode read(byte[] body) {
        try {
            var json = JSON.readTree(body);
            check(json.isObject(), "Faults are a JSON object, such as {\"delayDown\":200}.");
            return json;
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    "The body is not JSON. Faults are an object, such as {\"delayDown\":200}.");
        }
    }

    private static int whole(JsonNode json, String name) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        check(value.isIntegralNumber(), "%s must be a whole number, not %s.", name, value);
        check(value.canConvertToInt(), "%s can't be %s.", name, value);
        return value.intValue();
    }

    private static boolean flag(JsonNode json, String name) {
        var value = json.path(name);
        check(value.isMissingNode() || value.isBoolean(), "%s must be true or false, not %s.", name, value);
        return value.asBoolean(false);
    }

    private static void check(boolean kept, String rule, Object... details) {
        if (!kept) {
            throw new IllegalArgumentException(rule.formatted(details));
        }
    }
}
