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
    private final Map<Long, Integer> open =
            new HashMap<>(); // requests without a whole response yet, and their connections
    private final Map<Integer, Long> streams = new HashMap<>(); // of a connection: the request whose response has begun
    private double time;

    private SequenceDiagram(List<Message> messages) {
        severalConnections =
                messages.stream().mapToInt(Message::connection).distinct().count() > 1;
        time = messages.isEmpty() ? 0 : messages.get(0).time();
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            var next = messages.subList(i + 1, messages.size()).stream()
                    .filter(later -> later.connection() == message.connection())
                    .findFirst();
            draw(message, next.filter(SequenceDiagram::isPart).isPresent());
        }
    }

    /** A whole file, from {@code @startuml} to {@code @enduml}. */
    public static String of(List<Message> messages) {
        return String.format(ROOT, "@startuml\nhide footbox\n%s@enduml\n", body("Client", messages));
    }

    /**
     * The same to be put into another diagram, which brings its own frame and style.
     *
     * @param client what the diagram calls the side that asks
     */
    public static String body(String client, List<Message> messages) {
        return String.format(ROOT, "participant %s as up\nparticipant Server as down\n", client)
                + new SequenceDiagram(messages).text;
    }

    private void draw(Message message, boolean goesOn) {
        if (message.time() - time >= PAUSE) {
            pause(duration(message.time() - time));
        }
        time = message.time();
        text.append(String.format(ROOT, "%s : %s\n", arrow(message), label(message)));
        switch (message.kind()) {
            case REQUEST -> {
                open.put(message.number(), message.connection());
                text.append("activate down\n");
            }
            case RESPONSE -> {
                if (goesOn) {
                    streams.put(message.connection(), message.respondsTo());
                } else {
                    close(message.respondsTo());
                }
            }
            case CHUNK -> close(streams.remove(message.connection()));
            case END -> {
                if (!isHalf(message)) {
                    while (open.values().remove(message.connection())) {
                        text.append("deactivate down\n");
                    }
                }
            }
            default -> {}
        }
    }

    /** A line for a delay would cut the bar of an open request in two. */
    private void pause(String duration) {
        text.append(String.format(
                ROOT, open.isEmpty() ? "... %s ...\n" : "||10||\nnote right of down : %s later\n", duration));
    }

    private void close(Long request) {
        if (open.remove(request) != null) {
            text.append("deactivate down\n");
        }
    }

    /** A part of a response that has begun before. */
    private static boolean isPart(Message message) {
        return switch (message.kind()) {
            case LINE, EVENT, CHUNK -> true;
            default -> false;
        };
    }

    /** A client that has only ended its own direction may still get a response. */
    private static boolean isHalf(Message end) {
        return end.direction() == Direction.UP && end.line().equals("FIN");
    }

    private static String arrow(Message message) {
        var arrow =
                switch (message.kind()) {
                    case RESPONSE, LINE, EVENT, CHUNK -> "-->";
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
