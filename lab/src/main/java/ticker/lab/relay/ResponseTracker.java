package ticker.lab.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Follows the answers that go down a connection as a proxy does, which has to know when one is whole (RFC 9112 §6.3).
 * It goes by Content-Length: to it, an answer in chunks is a stream, and so is what is no HTTP.
 */
final class ResponseTracker {
    private static final Pattern HEAD = Pattern.compile("HTTP/1\\.\\d (\\d{3}) .*", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d{1,18}) *$");
    private static final int EMPTY_LINE = 0x0d0a0d0a; // CR LF CR LF
    private static final int LONGEST_HEAD = 16 * 1024;

    private enum Part {
        HEAD,
        BODY,
        /** Its end can't be foreseen. */
        STREAM,
        /** Both sides have gone over to another protocol: 101. */
        TUNNEL
    }

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private int lastFour; // bytes of the head
    private Part part = Part.HEAD;
    private long left; // bytes of the body that are still to come

    /** These bytes have arrived. */
    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining() && (part == Part.HEAD || part == Part.BODY)) {
            if (part == Part.HEAD) {
                addToHead(bytes.get());
            } else {
                skip(bytes);
            }
        }
    }

    private void addToHead(byte next) {
        head.write(next);
        lastFour = lastFour << 8 | next & 0xff;
        if (lastFour == EMPTY_LINE) {
            part = afterHead(head.toString(ISO_8859_1));
            head.reset();
        } else if (head.size() == LONGEST_HEAD) {
            part = Part.STREAM;
        }
    }

    private Part afterHead(String text) {
        var start = HEAD.matcher(text);
        var length = LENGTH.matcher(text);
        int status = start.matches() ? Integer.parseInt(start.group(1)) : 0;
        if (status == 101) {
            return Part.TUNNEL;
        }
        if (status >= 100 && status < 200 || status == 204 || status == 304) {
            return Part.HEAD;
        }
        if (status == 0 || !length.find()) {
            return Part.STREAM;
        }
        left = Long.parseLong(length.group(1));
        return left > 0 ? Part.BODY : Part.HEAD;
    }

    private void skip(ByteBuffer bytes) {
        int length = (int) Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + length);
        left -= length;
        part = left > 0 ? Part.BODY : Part.HEAD;
    }

    /** Whether the last byte that has arrived was the last one of an answer, so that there is nothing to wait for. */
    boolean isWhole() {
        return part == Part.TUNNEL || part == Part.HEAD && head.size() == 0;
    }
}
