package ticker.lab.transcript;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Field;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;
import ticker.lab.decode.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A message as JSON on one line: an event's data on its way to the page, a line of a saved session. */
public final class MessageJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private MessageJson() {}

    /** Writes a message. */
    public static String write(Message message) {
        var json = JSON.createObjectNode()
                .put("number", message.number())
                .put("lesson", message.lesson())
                .put("connection", message.connection())
                .put("direction", word(message.direction()))
                .put("time", BigDecimal.valueOf(message.time()).setScale(3, RoundingMode.HALF_UP))
                .put("kind", word(message.kind()))
                .put("line", message.line())
                .put("respondsTo", message.respondsTo())
                .put("payload", message.payload())
                .put("overhead", message.overhead())
                .put("bytes", message.bytes());
        var fields = json.putArray("fields");
        message.fields().forEach(field -> write(field, fields.addObject()));
        return JSON.writeValueAsString(json);
    }

    private static void write(Field field, ObjectNode json) {
        json.put("name", field.name())
                .put("offset", field.offset())
                .put("length", field.length())
                .put("value", field.value());
    }

    /** Writes counts. */
    public static String write(Counts counts) {
        return JSON.writeValueAsString(counts);
    }

    /** Reads what {@link #write(Message)} has written. An IOException says that it is nothing of the kind. */
    public static Message read(String line) throws IOException {
        try {
            return message(JSON.readTree(line));
        } catch (JacksonException | IllegalArgumentException broken) {
            throw new IOException("This is no message: " + Printable.of(line), broken);
        }
    }

    private static Message message(JsonNode json) {
        return new Message(
                json.required("number").longValue(),
                json.required("lesson").stringValue(),
                json.required("connection").intValue(),
                Direction.valueOf(capitals(json, "direction")),
                json.required("time").doubleValue(),
                Kind.valueOf(capitals(json, "kind")),
                json.required("line").stringValue(),
                json.required("respondsTo").longValue(),
                json.required("payload").longValue(),
                json.required("overhead").longValue(),
                json.required("bytes").binaryValue(),
                fields(json.required("fields")));
    }

    private static List<Field> fields(JsonNode json) {
        var fields = new ArrayList<Field>();
        for (var field : json) {
            fields.add(new Field(
                    field.required("name").stringValue(),
                    field.required("offset").intValue(),
                    field.required("length").intValue(),
                    field.required("value").stringValue()));
        }
        return fields;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(ROOT);
    }

    private static String capitals(JsonNode json, String name) {
        return json.required(name).stringValue().toUpperCase(ROOT);
    }
}
