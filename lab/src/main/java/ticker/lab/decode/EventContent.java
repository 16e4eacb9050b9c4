package ticker.lab.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Server-Sent Events: fields are lines, and a blank line ends the event. Only data is content. */
final class EventContent extends StreamContent {
    private final EventReader line = new EventReader(Message.KEPT);
    private final EventSummary summary = new EventSummary();

    @Override
    boolean read(ByteBuffer in) {
        return line.read(in);
    }

    @Override
    public void partEnds() {
        if (line.readEnd()) {
            endLine();
        }
    }

    @Override
    boolean lineEnds(MessageBuilder message, int from) {
        if (line.isBlank()) {
            message.field("blank line", from, "ends the event");
            return true;
        }
        var name = line.name().isEmpty() ? "comment" : line.name();
        var value = new String(line.value(), UTF_8);
        if (name.equals("data")) {
            message.payload(line.length() - line.valueStart());
        }
        message.field(Printable.of(name), from, Printable.of(value));
        summary.add(name, value);
        return false;
    }

    @Override
    void finish(MessageBuilder message) {
        message.is(Kind.EVENT, summary.line());
        summary.clear();
    }

    @Override
    String unfinished() {
        return "unfinished event";
    }
}
