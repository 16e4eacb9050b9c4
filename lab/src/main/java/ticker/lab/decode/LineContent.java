package ticker.lab.decode;

import java.nio.ByteBuffer;

/** NDJSON: each line is a message. Its line end is not content. */
final class LineContent extends StreamContent {
    private final LineReader line = new LineReader(Message.KEPT);

    @Override
    boolean read(ByteBuffer in) {
        return line.read(in);
    }

    @Override
    boolean lineEnds(MessageBuilder message, int from) {
        message.payload(line.length());
        int end = (int) Math.min(message.length() - 1, Message.KEPT);
        message.field("line", from, end - from, Printable.of(line.text()));
        message.field("line end", end, "LF");
        return true;
    }

    @Override
    void finish(MessageBuilder message) {
        var text = Printable.of(line.text());
        message.is(Kind.LINE, text.isEmpty() ? "empty line" : text);
    }

    @Override
    String unfinished() {
        return "unfinished line";
    }
}
