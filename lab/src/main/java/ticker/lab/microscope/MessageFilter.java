package ticker.lab.microscope;

import static java.util.Locale.ROOT;

import io.undertow.server.HttpServerExchange;
import java.util.function.Predicate;
import java.util.stream.Stream;
import ticker.lab.decode.Field;
import ticker.lab.decode.Message;
import ticker.lab.http.Requests;

/** Which messages a page shows, as its filter does: what is empty leaves all. */
record MessageFilter(String from, String to, String kind, String direction, String connection, String text)
        implements Predicate<Message> {
    /** What the query asks for: {@code ?from=12&to=40&kind=frame&text=acme}. */
    static MessageFilter of(HttpServerExchange exchange) {
        return new MessageFilter(
                Requests.parameter(exchange, "from"),
                Requests.parameter(exchange, "to"),
                Requests.parameter(exchange, "kind"),
                Requests.parameter(exchange, "direction"),
                Requests.parameter(exchange, "connection"),
                Requests.parameter(exchange, "text"));
    }

    @Override
    public boolean test(Message message) {
        return message.number() >= number(from, 0)
                && message.number() <= number(to, Long.MAX_VALUE)
                && fits(kind, message.kind().name())
                && fits(direction, message.direction().name())
                && fits(connection, Integer.toString(message.connection()))
                && (text.isEmpty() || says(message));
    }

    private static long number(String given, long otherwise) {
        return given.matches("[0-9]{1,18}") ? Long.parseLong(given) : otherwise;
    }

    private static boolean fits(String wanted, String value) {
        return wanted.isEmpty() || wanted.equalsIgnoreCase(value);
    }

    private boolean says(Message message) {
        var words = Stream.concat(
                Stream.of(message.line()), message.fields().stream().map(Field::value));
        return words.anyMatch(word -> word.toLowerCase(ROOT).contains(text.toLowerCase(ROOT)));
    }
}
