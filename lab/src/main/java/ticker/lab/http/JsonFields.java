package ticker.lab.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON object in the body of a request. An IllegalArgumentException says which rule it breaks. */
public final class JsonFields {
    private static final int MAX_SHOWN = 40;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Requests.MAX_BODY) // a long number is out of range, not broken
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode json;

    private JsonFields(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads an object.
     *
     * @param kind what a field is, in words for the client
     * @param names the fields that there are
     * @param rule what the body must be, as a sentence
     */
    public static JsonFields read(byte[] body, String kind, List<String> names, String rule) {
        var json = parse(body, rule);
        check(!json.isMissingNode(), "The body is empty. %s", rule);
        check(json.isObject(), "%s", rule);
        for (var name : json.propertyNames()) {
            check(names.contains(name), "There is no %s \"%s\", only %s.", kind, name, String.join(", ", names));
        }
        return new JsonFields(json);
    }

    private static JsonNode parse(byte[] body, String rule) {
        try {
            // Java's decoder is strict. The parser alone would take some bytes that are not UTF-8.
            return JSON.readTree(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("The body is not UTF-8. " + rule);
        } catch (StreamConstraintsException tooDeep) { // in a body with a limit there is no other excess
            throw new IllegalArgumentException("The body is nested too deep. " + rule);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("The body is not JSON. " + rule);
        }
    }

    /** A whole number; 0 when it is left out and need not be there. */
    public int whole(String name, boolean optional) {
        var value = json.path(name);
        if (optional && value.isMissingNode()) {
            return 0;
        }
        double number = number(name, "a whole number");
        check(Math.abs(number) <= Integer.MAX_VALUE, "%s is out of range: %s.", name, shown(value));
        check(value.isIntegralNumber(), "%s must be a whole number, not %s.", name, shown(value));
        return value.intValue();
    }

    /** A number; one that is far too large becomes infinite. */
    public double number(String name, String meaning) {
        var value = json.path(name);
        check(value.isNumber(), "%s must be %s, not %s.", name, meaning, shown(value));
        return value.numberValue().doubleValue(); // the node's own method would throw
    }

    /** Whether something is so; not, when it is left out. */
    public boolean flag(String name) {
        var value = json.path(name);
        check(value.isMissingNode() || value.isBoolean(), "%s must be true or false, not %s.", name, shown(value));
        return value.asBoolean(false);
    }

    /** A text. */
    public String text(String name, String meaning) {
        var value = json.path(name);
        check(value.isString(), "%s must be %s, not %s.", name, meaning, shown(value));
        return value.stringValue();
    }

    private static String shown(JsonNode value) {
        var text = value.isMissingNode() ? "left out" : value.isNumber() ? value.asString() : value.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static void check(boolean kept, String rule, Object... details) {
        if (!kept) {
            throw new IllegalArgumentException(String.format(ROOT, rule, details));
        }
    }
}
