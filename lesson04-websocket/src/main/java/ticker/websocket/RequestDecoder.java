package ticker.websocket;

import static java.util.Locale.ROOT;

import jakarta.websocket.DecodeException;
import jakarta.websocket.Decoder;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a client's message. A Refusal names the rule that it breaks. */
public final class RequestDecoder implements Decoder.Text<Request> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Override
    public boolean willDecode(String text) {
        return true; // so that decode is called, which says what is wrong
    }

    @Override
    public Request decode(String text) throws DecodeException {
        try {
            return request(JSON.readTree(text));
        } catch (StreamConstraintsException excess) {
            // The parser's own sentence has its numbers in the digits of the machine's language.
            throw refuse(
                    text,
                    new Refusal("The message is nested deeper than 500, or has a number of more than 1000 digits."));
        } catch (JacksonException malformed) {
            throw refuse(text, new Refusal("The message is not JSON: " + malformed.getOriginalMessage()));
        } catch (Refusal refusal) {
            throw refuse(text, refusal);
        }
    }

    private static Request request(JsonNode message) throws Refusal {
        if (message.has("order")) {
            only(message, "order");
            return Order.parse(message.get("order"));
        } else if (message.has("subscribe")) {
            only(message, "subscribe", "after", "window");
            return new Request.Subscribe(
                    symbols(message.get("subscribe")), after(message.path("after")), window(message.path("window")));
        } else if (message.has("unsubscribe")) {
            only(message, "unsubscribe");
            return new Request.Unsubscribe(symbols(message.get("unsubscribe")));
        } else if (message.has("seen")) {
            only(message, "seen");
            return new Request.Seen(seen(message.get("seen")));
        }
        throw new Refusal("A message is a JSON object with one of subscribe, unsubscribe, seen, order.");
    }

    private static void only(JsonNode message, String... allowed) throws Refusal {
        for (var name : message.propertyNames()) {
            if (!List.of(allowed).contains(name)) {
                throw new Refusal(String.format(ROOT, "A message with %s has no field \"%s\".", allowed[0], name));
            }
        }
    }

    private static List<String> symbols(JsonNode list) throws Refusal {
        if (!list.isArray() || list.isEmpty() || !list.valueStream().allMatch(JsonNode::isString)) {
            throw new Refusal(String.format(
                    ROOT,
                    "The symbols must be a list, such as [\"ACME\",\"BRIO\"], or [\"*\"] for all, not %s.",
                    list));
        }
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private static long after(JsonNode cursor) throws Refusal {
        if (cursor.isMissingNode()) {
            return 0;
        }
        if (!isNumber(cursor, 0, Long.MAX_VALUE)) {
            throw new Refusal(String.format(
                    ROOT, "after must be a whole number: the seq of your last quotes, or 0, not %s.", cursor));
        }
        return cursor.longValue();
    }

    private static int window(JsonNode window) throws Refusal {
        if (window.isMissingNode()) {
            return 0;
        }
        if (!isNumber(window, 1, Window.MAX)) {
            throw new Refusal(String.format(
                    ROOT, "window must be a whole number of messages from 1 to %d, not %s.", Window.MAX, window));
        }
        return window.intValue();
    }

    private static long seen(JsonNode seq) throws Refusal {
        if (!isNumber(seq, 0, Long.MAX_VALUE)) {
            throw new Refusal(String.format(ROOT, "seen must be a whole number: the seq of quotes, not %s.", seq));
        }
        return seq.longValue();
    }

    private static boolean isNumber(JsonNode node, long least, long most) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= least
                && node.longValue() <= most;
    }

    private static DecodeException refuse(String text, Refusal refusal) {
        return new DecodeException(text, refusal.getMessage(), refusal);
    }
}
