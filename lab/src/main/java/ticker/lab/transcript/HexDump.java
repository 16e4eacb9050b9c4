package ticker.lab.transcript;

import static java.util.Locale.ROOT;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import ticker.lab.decode.Direction;
import ticker.lab.decode.Message;

/** Messages with all their bytes, in hex and as text, for people. */
public final class HexDump {
    private static final int ROW = 16;

    private HexDump() {}

    /** Shows one message of each sort, the shortest: the others differ from it only in what they say. */
    public static String ofEachSort(List<Message> messages) {
        var shortest = new LinkedHashMap<String, Message>();
        for (var message : messages) {
            if (message.bytes().length > 0) {
                shortest.merge(sort(message), message, (a, b) -> b.bytes().length < a.bytes().length ? b : a);
            }
        }
        return shortest.values().stream().map(HexDump::of).collect(Collectors.joining("\n"));
    }

    private static String sort(Message message) {
        return String.format(
                ROOT,
                "%s %s %s",
                message.direction(),
                message.kind(),
                message.line().split(" ")[0]);
    }

    /** Shows one message. */
    public static String of(Message message) {
        var text = new StringBuilder(String.format(
                ROOT,
                "%s %s\n%d bytes, %d of them content\n",
                message.direction() == Direction.UP ? "Up:" : "Down:",
                message.line(),
                message.payload() + message.overhead(),
                message.payload()));
        var bytes = message.bytes();
        for (int row = 0; row < bytes.length; row += ROW) {
            text.append(row(bytes, row, Math.min(row + ROW, bytes.length)));
        }
        return text.toString();
    }

    private static String row(byte[] bytes, int from, int to) {
        var hex = new StringBuilder();
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            hex.append(String.format(ROOT, "%02x ", bytes[i]));
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
        }
        return String.format(ROOT, "%04x  %-49s%s\n", from, hex, text);
    }
}
