package ticker.lab.transcript;

import static java.util.Locale.ROOT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Kind;
import ticker.lab.decode.Message;

/** Messages as a sequence diagram for PlantUML. */
public final class SequenceDiagram {
    private static final double PAUSE = 200; // from so many milliseconds on, silence is drawn
    private static final int MAX_LENGTH = 40;

    private final StringBuilder text = new StringBuilder();
    private final boolean severalConnections;
    private final Map<Long, Integer> held = new HashMap<>(); // requests without a response yet, and their connections
    private double time;

    private SequenceDiagram(List<Message> messages) {
        severalConnections =
                messages.stream().mapToInt(Message::connection).distinct().count() > 1;
        time = messages.isEmpty() ? 0 : messages.get(0).time();
        messages.forEach(this::draw);
    }

    /** A whole file, from {@code @startuml} to {@code @enduml}. */
    public static String of(List<Message> messages) {
        return String.format(ROOT, "@startuml\nhide footbox\n%s@enduml\n", body(messages));
    }

    /** The same to be put into another diagram, which brings its own frame and style. */
    public static String body(List<Message> messages) {
        return "participant Client as up\nparticipant Server as down\n" + new SequenceDiagram(messages).text;
    }

    private void draw(Message message) {
        if (message.time() - time >= PAUSE) {
            text.append(String.format(ROOT, "... %s ...\n", duration(message.time() - time)));
        }
        time = message.time();
        text.append(String.format(ROOT, "%s : %s\n", arrow(message), label(message)));
        if (message.kind() == Kind.REQUEST) {
            held.put(message.number(), message.connection());
            text.append("activate down\n");
        } else if (held.remove(message.respondsTo()) != null) {
            text.append("deactivate down\n");
        } else if (message.kind() == Kind.END && !isHalf(message)) {
            letGo(message.connection());
        }
    }

    /** A client that has only ended its own direction may still get a response. */
    private static boolean isHalf(Message end) {
        return end.direction() == Direction.UP && end.line().equals("FIN");
    }

    private void letGo(int connection) {
        while (held.values().remove(connection)) {
            text.append("deactivate down\n");
        }
    }

    private static String arrow(Message message) {
        var arrow =
                switch (message.kind()) {
                    case RESPONSE -> "-->";
                    case END -> "->x";
                    default -> "->";
                };
        return message.direction() == Direction.UP
                ? String.format(ROOT, "up %s down", arrow)
                : String.format(ROOT, "down %s up", arrow);
    }

    private String label(Message message) {
        var connection = severalConnections ? String.format(ROOT, "(%d) ", message.connection()) : "";
        var words = escaped(shortened(message.line()));
        return connection + words + (message.kind() == Kind.END ? "" : "\\n" + sizes(message));
    }

    private static String sizes(Message message) {
        long all = message.payload() + message.overhead();
        var bytes = all == 1 ? "1 byte" : all + " bytes";
        return message.payload() == 0 ? bytes : String.format(ROOT, "%s, %d of them content", bytes, message.payload());
    }

    private static String duration(double millis) {
        return millis < 950 ? String.format(ROOT, "%.0f ms", millis) : String.format(ROOT, "%.1f s", millis / 1000);
    }

    private static String shortened(String words) {
        boolean fits = words.codePointCount(0, words.length()) <= MAX_LENGTH;
        return fits ? words : words.substring(0, words.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }

    /** What could mean something to PlantUML becomes a code, so that nothing on the wire can change the diagram. */
    private static String escaped(String words) {
        var safe = new StringBuilder();
        int before = ' ';
        for (int c : words.codePoints().toArray()) {
            boolean plain = Character.isLetterOrDigit(c) || c == ' ' || " /?=:,.(){}\"·…".indexOf(c) > 0 && c != before;
            if (plain) {
                safe.appendCodePoint(c);
            } else {
                safe.append(String.format(ROOT, "<U+%04X>", c));
            }
            before = c;
        }
        return safe.toString();
    }
}
