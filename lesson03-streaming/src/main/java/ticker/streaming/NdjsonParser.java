package ticker.streaming;

import static java.util.Locale.ROOT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one JSON document from each line: bytes in, however they were split, messages out. */
final class NdjsonParser {
    private static final int MAX_LINE = 1024 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Takes the next bytes of the stream and returns the messages that they complete. An IOException says that a line is no message. */
    List<Quotes> feed(byte[] bytes, int length) throws IOException {
        var messages = new ArrayList<Quotes>();
        for (int i = 0; i < length; i++) {
            if (bytes[i] != '\n') {
                if (line.size() == MAX_LINE) {
                    throw new IOException(
                            String.format(ROOT, "The server sent a line of more than %d bytes.", MAX_LINE));
                }
                line.write(bytes[i]);
            } else if (line.size() > 0) { // an empty line is a keep-alive
                messages.add(Quotes.parse(line.toByteArray()));
                line.reset();
            }
        }
        return messages;
    }
}
