package ticker.lab.race;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the settings of the race: {@code {"rate":2,"interval":1000,"clients":0,"symbol":"ACME"}}, all four of them. */
final class RaceSettingsJson {
    private static final List<String> FIELDS = List.of("rate", "interval", "clients", "symbol");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RaceSettingsJson() {}

    /** Reads them, or says which rule they break. */
    static RaceSettings parse(byte[] body) {
        var json = read(body);
        for (var name : json.propertyNames()) {
            check(FIELDS.contains(name), "There is no setting \"%s\", only %s.", name, String.join(", ", FIELDS));
        }
        var rate = json.path("rate");
        check(rate.isNumber(), "rate must be a number from 0.1 to 1000, not %s.", shown(rate));
        var symbol = json.path("symbol");
        check(symbol.isString(), "symbol must be a text such as \"ACME\", not %s.", shown(symbol));
        return new RaceSettings(
                rate.doubleValue(), whole(json, "interval"), whole(json, "clients"), symbol.stringValue());
    }

    private static JsonNode read(byte[] body) {
        try {
            var json = JSON.readTree(body);
            check(json.isObject(), "The settings are a JSON object with %s.", String.join(", ", FIELDS));
            return json;
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("The body is not JSON: " + malformed.getOriginalMessage());
        }
    }

    private static int whole(JsonNode json, String name) {
        var value = json.path(name);
        boolean whole = value.isIntegralNumber() && value.canConvertToInt();
        check(whole, "%s must be a whole number, not %s.", name, shown(value));
        return value.intValue();
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "left out" : value.toString();
    }

    private static void check(boolean kept, String rule, Object... details) {
        if (!kept) {
            throw new IllegalArgumentException(rule.formatted(details));
        }
    }
}
